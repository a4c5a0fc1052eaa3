package org.commworld.mpi;

import static java.util.Objects.requireNonNull;

import java.util.function.DoubleBinaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A reduction operation: predefined (MPI 4.1 §6.9.2) or the user's own (§6.9.5). Operands are
 * always combined in the order of ranks where the operation is not commutative; for the same world,
 * data and placement a reduction gives the same bits every time, and the same bits on all ranks.
 */
public final class Op {
  /** What an operation does; {@code USER_…} name the shape of the user's function. */
  public enum Kind {
    SUM,
    PROD,
    MIN,
    MAX,
    LAND,
    LOR,
    LXOR,
    BAND,
    BOR,
    BXOR,
    MINLOC,
    MAXLOC,
    REPLACE,
    NO_OP,
    USER_INT,
    USER_LONG,
    USER_DOUBLE,
    USER_BULK
  }

  /** A user's function over a run of elements. */
  @FunctionalInterface
  public interface Bulk {
    /**
     * Sets each {@code inOut[i]} to {@code in[i] op inOut[i]}; both have the same type and count.
     * {@code in} holds the operands of the lower ranks.
     */
    void reduce(Data in, Data inOut);
  }

  /** Sum; for all numeric types. */
  public static final Op SUM = new Op(Kind.SUM, true, null);

  /** Product; for all numeric types. */
  public static final Op PROD = new Op(Kind.PROD, true, null);

  /** Minimum; for all numeric types. NaN wins, as in {@link Math#min(double, double)}. */
  public static final Op MIN = new Op(Kind.MIN, true, null);

  /** Maximum; for all numeric types. NaN wins, as in {@link Math#max(double, double)}. */
  public static final Op MAX = new Op(Kind.MAX, true, null);

  /** Logical and: 1 or true where both are not 0; for integral types and boolean. */
  public static final Op LAND = new Op(Kind.LAND, true, null);

  /** Logical or; for integral types and boolean. */
  public static final Op LOR = new Op(Kind.LOR, true, null);

  /** Logical exclusive or; for integral types and boolean. */
  public static final Op LXOR = new Op(Kind.LXOR, true, null);

  /** Bitwise and; for integral types. */
  public static final Op BAND = new Op(Kind.BAND, true, null);

  /** Bitwise or; for integral types. */
  public static final Op BOR = new Op(Kind.BOR, true, null);

  /** Bitwise exclusive or; for integral types. */
  public static final Op BXOR = new Op(Kind.BXOR, true, null);

  /**
   * Minimum and where it is, the lowest index on a tie: for the pair types, and for arrays of
   * short, int, long, float or double in which value and index alternate, so that the count is even
   * (Fortran's MPI_2DOUBLE_PRECISION).
   */
  public static final Op MINLOC = new Op(Kind.MINLOC, true, null);

  /** Maximum and where it is, the lowest index on a tie; data as for {@link #MINLOC}. */
  public static final Op MAXLOC = new Op(Kind.MAXLOC, true, null);

  /** The operand of the highest rank (MPI_REPLACE). */
  public static final Op REPLACE = new Op(Kind.REPLACE, false, null);

  /** The operand of the lowest rank (MPI_NO_OP). */
  public static final Op NO_OP = new Op(Kind.NO_OP, false, null);

  private final Kind kind;
  private final boolean commutative;
  private final @Nullable Object function;

  private Op(Kind kind, boolean commutative, @Nullable Object function) {
    this.kind = kind;
    this.commutative = commutative;
    this.function = function;
  }

  /**
   * The user's operation on {@code int}s: {@code function.applyAsInt(lower ranks' operand, higher
   * ranks')}.
   */
  public static Op ofInt(IntBinaryOperator function, boolean commutative) {
    return new Op(Kind.USER_INT, commutative, requireNonNull(function, "function is null"));
  }

  /** The user's operation on {@code long}s. */
  public static Op ofLong(LongBinaryOperator function, boolean commutative) {
    return new Op(Kind.USER_LONG, commutative, requireNonNull(function, "function is null"));
  }

  /** The user's operation on {@code double}s. */
  public static Op ofDouble(DoubleBinaryOperator function, boolean commutative) {
    return new Op(Kind.USER_DOUBLE, commutative, requireNonNull(function, "function is null"));
  }

  /** The user's operation on runs of any type; must be associative. */
  public static Op of(Bulk function, boolean commutative) {
    return new Op(Kind.USER_BULK, commutative, requireNonNull(function, "function is null"));
  }

  /** What it does. */
  public Kind kind() {
    return kind;
  }

  /** Whether the order of the operands does not matter. */
  public boolean isCommutative() {
    return commutative;
  }

  /**
   * The user's function, of the shape that {@link #kind()} names; null for a predefined operation.
   */
  public @Nullable Object function() {
    return function;
  }

  @Override
  public String toString() {
    return kind.name();
  }
}
