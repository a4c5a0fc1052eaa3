package org.commworld.bench.rank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commworld.runtime.LocalWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class BlockIT {
  @ParameterizedTest
  @EnumSource
  void everyOperationIsCheckedAndGivesOneFigureOnAllRanks(Operation operation) {
    assertGivesOneFigure(operation, Buffers.ARRAYS);
  }

  @ParameterizedTest
  @EnumSource
  void everyOperationWorksOnDirectMemory(Operation operation) {
    assertGivesOneFigure(operation, new Buffers(true, false));
  }

  @ParameterizedTest
  @EnumSource
  void everyOperationWorksOnFreshElements(Operation operation) {
    assertGivesOneFigure(operation, new Buffers(false, true));
    assertGivesOneFigure(operation, new Buffers(true, true));
  }

  private static void assertGivesOneFigure(Operation operation, Buffers buffers) {
    Order order = new Order(operation, operation.isSized() ? 4000 : 0, 0.001);

    List<Figure> figures = LocalWorld.run(3, world -> new Block(world, order, buffers).run(0.001));

    assertThat(figures.get(0).micros()).isPositive();
    assertThat(figures.get(0).bestMicros()).isPositive();
    assertThat(figures).containsOnly(figures.get(0));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BARRIER")
  void aResultThatIsNotThereIsNoticed(Operation operation) {
    List<Boolean> noticed =
        LocalWorld.run(
            3,
            world -> {
              Kernel kernel = operation.kernel(world, 24, false);
              return noticesWrongResult(kernel);
            });

    assertThat(noticed).contains(true);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BARRIER")
  void whatIsSentAnewIsReceived(Operation operation) {
    List<Boolean> noticed =
        LocalWorld.run(
            3,
            world -> {
              Kernel kernel = operation.kernel(world, 24, false);
              kernel.call().run();
              kernel.check().run();
              kernel.renew().run();
              kernel.call().run();
              return noticesWrongResult(kernel);
            });

    assertThat(noticed).contains(true);
  }

  private static boolean noticesWrongResult(Kernel kernel) {
    try {
      kernel.check().run();
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  @Test
  void ordersAndFiguresSurviveTheirLines() {
    Order order = new Order(Operation.REDUCE_SCATTER, 1 << 20, 0.25);

    assertThat(Order.parse(order.line())).contains(order);
    assertThat(Figure.parse(new Figure(1.5, 0.25).line())).contains(new Figure(1.5, 0.25));
    assertThat(Order.parse("run nothing 8 1")).isEmpty();
  }
}
