package org.commworld.data;

import java.util.function.DoubleBinaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.commworld.mpi.Data;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Op;
import org.jspecify.annotations.Nullable;

/**
 * Which code runs for an operation on a type: null where MPI 4.1 §6.9.2 defines none. Nothing is
 * built before it is asked for.
 */
final class OpKernels {
  private static final LoopTemplate BYTES =
      new LoopTemplate(ByteLoop.class, IntBinaryOperator.class);
  private static final LoopTemplate CHARS =
      new LoopTemplate(CharLoop.class, IntBinaryOperator.class);
  private static final LoopTemplate SHORTS =
      new LoopTemplate(ShortLoop.class, IntBinaryOperator.class);
  private static final LoopTemplate INTS = new LoopTemplate(IntLoop.class, IntBinaryOperator.class);
  private static final LoopTemplate LONGS =
      new LoopTemplate(LongLoop.class, LongBinaryOperator.class);
  private static final LoopTemplate FLOATS =
      new LoopTemplate(FloatLoop.class, FloatBinaryOperator.class);
  private static final LoopTemplate DOUBLES =
      new LoopTemplate(DoubleLoop.class, DoubleBinaryOperator.class);
  private static final LoopTemplate BOOLEANS =
      new LoopTemplate(BooleanLoop.class, BooleanBinaryOperator.class);

  private OpKernels() {}

  /** A reducer that calls a function of the user's. */
  record OfUser(Reducer reducer) implements Reducer {
    @Override
    public void reduce(Data in, Data inOut, int first, int n) {
      reducer.reduce(in, inOut, first, n);
    }

    @Override
    public boolean runsAnywhere() {
      return false;
    }
  }

  static @Nullable Reducer find(Op op, Datatype type) {
    Reducer reducer = findKernel(op, type);
    return reducer == null || op.function() == null ? reducer : new OfUser(reducer);
  }

  private static @Nullable Reducer findKernel(Op op, Datatype type) {
    return switch (op.kind()) {
      case REPLACE -> OpKernels::keepHigher;
      case NO_OP -> OpKernels::keepLower;
      case MINLOC -> Locations.find(type, true);
      case MAXLOC -> Locations.find(type, false);
      case USER_BULK -> ofBulk((Op.@Nullable Bulk) op.function());
      default -> findLoop(op, type);
    };
  }

  private static void keepHigher(Data in, Data inOut, int first, int n) {
    // The higher rank's operand is in inOut already.
  }

  private static void keepLower(Data in, Data inOut, int first, int n) {
    Elements.copy(in.slice(first, n), inOut.slice(first, n));
  }

  private static @Nullable Reducer ofBulk(Op.@Nullable Bulk function) {
    return function == null
        ? null
        : (in, inOut, first, n) -> function.reduce(in.slice(first, n), inOut.slice(first, n));
  }

  private static @Nullable Reducer findLoop(Op op, Datatype type) {
    return switch (type) {
      case BYTE -> loop(BYTES, onSmallInts(op));
      case CHAR -> loop(CHARS, onSmallInts(op));
      case SHORT -> loop(SHORTS, onSmallInts(op));
      case INT -> loop(INTS, op.kind() == Op.Kind.USER_INT ? op.function() : onSmallInts(op));
      case LONG -> loop(LONGS, op.kind() == Op.Kind.USER_LONG ? op.function() : onLongs(op));
      case FLOAT -> loop(FLOATS, onFloats(op));
      case DOUBLE ->
          loop(DOUBLES, op.kind() == Op.Kind.USER_DOUBLE ? op.function() : onDoubles(op));
      case BOOLEAN -> loop(BOOLEANS, onBooleans(op));
      case SHORT_INT, INT_INT, LONG_INT, FLOAT_INT, DOUBLE_INT, OBJECT -> null;
    };
  }

  private static @Nullable Reducer loop(LoopTemplate template, @Nullable Object operator) {
    return operator == null ? null : template.loopOf(operator);
  }

  /** On int and what is computed as int and cut: byte, char, short. */
  private static @Nullable IntBinaryOperator onSmallInts(Op op) {
    return switch (op.kind()) {
      case SUM -> (a, b) -> a + b;
      case PROD -> (a, b) -> a * b;
      case MIN -> (a, b) -> Math.min(a, b);
      case MAX -> (a, b) -> Math.max(a, b);
      case LAND -> (a, b) -> a != 0 && b != 0 ? 1 : 0;
      case LOR -> (a, b) -> (a | b) != 0 ? 1 : 0;
      case LXOR -> (a, b) -> (a != 0) != (b != 0) ? 1 : 0;
      case BAND -> (a, b) -> a & b;
      case BOR -> (a, b) -> a | b;
      case BXOR -> (a, b) -> a ^ b;
      default -> null;
    };
  }

  private static @Nullable LongBinaryOperator onLongs(Op op) {
    return switch (op.kind()) {
      case SUM -> (a, b) -> a + b;
      case PROD -> (a, b) -> a * b;
      case MIN -> (a, b) -> Math.min(a, b);
      case MAX -> (a, b) -> Math.max(a, b);
      case LAND -> (a, b) -> a != 0 && b != 0 ? 1 : 0;
      case LOR -> (a, b) -> (a | b) != 0 ? 1 : 0;
      case LXOR -> (a, b) -> (a != 0) != (b != 0) ? 1 : 0;
      case BAND -> (a, b) -> a & b;
      case BOR -> (a, b) -> a | b;
      case BXOR -> (a, b) -> a ^ b;
      default -> null;
    };
  }

  private static @Nullable FloatBinaryOperator onFloats(Op op) {
    return switch (op.kind()) {
      case SUM -> (a, b) -> a + b;
      case PROD -> (a, b) -> a * b;
      case MIN -> (a, b) -> Math.min(a, b);
      case MAX -> (a, b) -> Math.max(a, b);
      default -> null;
    };
  }

  private static @Nullable DoubleBinaryOperator onDoubles(Op op) {
    return switch (op.kind()) {
      case SUM -> (a, b) -> a + b;
      case PROD -> (a, b) -> a * b;
      case MIN -> (a, b) -> Math.min(a, b);
      case MAX -> (a, b) -> Math.max(a, b);
      default -> null;
    };
  }

  private static @Nullable BooleanBinaryOperator onBooleans(Op op) {
    return switch (op.kind()) {
      case LAND, BAND -> (a, b) -> a && b;
      case LOR, BOR -> (a, b) -> a || b;
      case LXOR, BXOR -> (a, b) -> a ^ b;
      default -> null;
    };
  }
}
