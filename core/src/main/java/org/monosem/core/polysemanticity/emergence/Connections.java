package org.monosem.core.polysemanticity.emergence;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which nodes of a layer lead to which nodes of the next. */
sealed interface Connections {

  /** Returns how many there are. */
  long count();

  /** Returns what arrives in the next layer. */
  Arrivals follow(Departures from);

  /** Every node leads to every node. */
  record All(int inputs, int outputs) implements Connections {
    @Override
    public long count() {
      return (long) inputs * outputs;
    }

    @Override
    public Arrivals follow(Departures from) {
      BigInteger sum = from.each().stream().reduce(BigInteger.ZERO, BigInteger::add);
      return Arrivals.same(sum, outputs);
    }
  }

  /** Each node of the next layer has the inputs listed. */
  record Some(List<int[]> inputsOf) implements Connections {
    static Some of(boolean[][] mask) {
      List<int[]> inputsOf = new ArrayList<>();
      for (boolean[] row : mask) {
        int[] inputs = new int[row.length];
        int count = 0;
        for (int i = 0; i < row.length; i++) {
          if (row[i]) {
            inputs[count++] = i;
          }
        }
        inputsOf.add(Arrays.copyOf(inputs, count));
      }
      return new Some(inputsOf);
    }

    @Override
    public long count() {
      return inputsOf.stream().mapToLong(inputs -> inputs.length).sum();
    }

    @Override
    public Arrivals follow(Departures from) {
      List<BigInteger> arrived = new ArrayList<>(inputsOf.size());
      for (int[] inputs : inputsOf) {
        BigInteger sum = BigInteger.ZERO;
        for (int input : inputs) {
          sum = sum.add(from.each().get(input));
        }
        arrived.add(sum);
      }
      return new Arrivals(arrived);
    }
  }
}
