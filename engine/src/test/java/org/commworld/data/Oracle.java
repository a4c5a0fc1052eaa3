package org.commworld.data;

import java.util.List;
import org.commworld.mpi.Datatype;
import org.commworld.mpi.Op;

/** Predefined operations on boxed elements, as slow and plain as can be. */
final class Oracle {
  private Oracle() {}

  static void reduce(Op op, Datatype type, List<Object> in, List<Object> inOut, int first, int n) {
    boolean location = op == Op.MINLOC || op == Op.MAXLOC;
    if (location && !type.isPair()) {
      for (int i = first; i < first + n; i += 2) {
        List<Object> a = in.subList(i, i + 2);
        List<Object> b = inOut.subList(i, i + 2);
        List<?> winner = (List<?>) one(op, type, List.copyOf(a), List.copyOf(b));
        inOut.set(i, winner.get(0));
        inOut.set(i + 1, winner.get(1));
      }
      return;
    }
    for (int i = first; i < first + n; i++) {
      inOut.set(i, one(op, type, in.get(i), inOut.get(i)));
    }
  }

  private static Object one(Op op, Datatype type, Object a, Object b) {
    return switch (op.kind()) {
      case REPLACE -> b;
      case NO_OP -> a;
      case MINLOC -> location((List<?>) a, (List<?>) b, 1);
      case MAXLOC -> location((List<?>) a, (List<?>) b, -1);
      default ->
          switch (type) {
            case BOOLEAN -> integral(op, (Boolean) a ? 1 : 0, (Boolean) b ? 1 : 0) != 0;
            case BYTE -> (byte) integral(op, (Byte) a, (Byte) b);
            case CHAR -> (char) integral(op, (Character) a, (Character) b);
            case SHORT -> (short) integral(op, (Short) a, (Short) b);
            case INT -> (int) integral(op, (Integer) a, (Integer) b);
            case LONG -> integral(op, (Long) a, (Long) b);
            case FLOAT -> (float) floating(op, (Float) a, (Float) b);
            default -> floating(op, (Double) a, (Double) b);
          };
    };
  }

  private static List<?> location(List<?> a, List<?> b, int sign) {
    int order = sign * compare(a.get(0), b.get(0));
    return order < 0 || (order == 0 && compare(a.get(1), b.get(1)) < 0) ? a : b;
  }

  private static int compare(Object a, Object b) {
    return Double.compare(((Number) a).doubleValue(), ((Number) b).doubleValue());
  }

  private static long integral(Op op, long a, long b) {
    return switch (op.kind()) {
      case SUM -> a + b;
      case PROD -> a * b;
      case MIN -> a < b ? a : b;
      case MAX -> a > b ? a : b;
      case LAND -> a != 0 && b != 0 ? 1 : 0;
      case LOR -> a != 0 || b != 0 ? 1 : 0;
      case LXOR -> (a != 0) ^ (b != 0) ? 1 : 0;
      case BAND -> a & b;
      case BOR -> a | b;
      case BXOR -> a ^ b;
      default -> throw new AssertionError(op);
    };
  }

  private static double floating(Op op, double a, double b) {
    return switch (op.kind()) {
      case SUM -> a + b;
      case PROD -> a * b;
      case MIN -> a < b ? a : b;
      case MAX -> a > b ? a : b;
      default -> throw new AssertionError(op);
    };
  }
}
