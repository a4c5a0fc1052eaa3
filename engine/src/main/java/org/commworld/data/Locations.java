package org.commworld.data;

import org.commworld.mpi.Datatype;
import org.jspecify.annotations.Nullable;

/**
 * The order in which MINLOC and MAXLOC choose. Of two pairs the one with the lower (higher) value
 * wins; NaN beats every number, as in MIN and MAX; −0 and 0 tie; on a tie the lower index wins. The
 * choice is a total order but for pairs that are equal in both, so it does not depend on the order
 * in which ranks are combined.
 */
final class Locations {
  private final int sign;

  private Locations(boolean lowest) {
    this.sign = lowest ? 1 : -1;
  }

  static @Nullable Reducer find(Datatype type, boolean lowest) {
    Locations order = new Locations(lowest);
    return switch (type) {
      case SHORT, INT, LONG, FLOAT, DOUBLE -> new AlternatingPairReducer(order);
      case SHORT_INT, INT_INT, LONG_INT, FLOAT_INT, DOUBLE_INT -> new PairReducer(type, order);
      case BYTE, BOOLEAN, CHAR, OBJECT -> null;
    };
  }

  boolean firstWins(long value, long index, long otherValue, long otherIndex) {
    int order = sign * Long.compare(value, otherValue);
    return order < 0 || (order == 0 && index < otherIndex);
  }

  boolean firstWins(double value, double index, double otherValue, double otherIndex) {
    if (Double.isNaN(value) || Double.isNaN(otherValue)) {
      boolean bothNaN = Double.isNaN(value) && Double.isNaN(otherValue);
      return bothNaN ? index < otherIndex : Double.isNaN(value);
    }
    if (value == otherValue) {
      return index < otherIndex;
    }
    return sign > 0 ? value < otherValue : value > otherValue;
  }
}
