package org.monosem.core.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link Accumulator} promises, for every implementation. */
class AccumulatorContractTest {
  private static final double TOLERANCE = 1e-12;

  static Stream<AccumulatorSubject<?, ?>> subjects() {
    return AccumulatorSubject.all();
  }

  @Test
  void everyImplementationIsASubject() {
    List<String> implementations =
        new ClassFileImporter()
                .importUrl(Accumulator.class.getProtectionDomain().getCodeSource().getLocation())
                .stream()
                .filter(type -> type.isAssignableTo(Accumulator.class) && !type.isInterface())
                .map(JavaClass::getName)
                .toList();
    assertThat(subjects().map(subject -> subject.create().getClass().getName()))
        .containsExactlyInAnyOrderElementsOf(implementations);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  <A extends Accumulator<A, V>, V> void partsCombinedGiveTheWhole(
      AccumulatorSubject<A, V> subject) {
    A whole = subject.of(0, 1, 2);
    A combined = subject.of(0).combine(subject.of(1)).combine(subject.of(2));
    assertSame(combined, whole);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  <A extends Accumulator<A, V>, V> void combiningIsAssociative(AccumulatorSubject<A, V> subject) {
    A left = subject.of(0).combine(subject.of(1)).combine(subject.of(2));
    A right = subject.of(0).combine(subject.of(1).combine(subject.of(2)));
    assertSame(left, right);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  <A extends Accumulator<A, V>, V> void orderDoesNotMatter(AccumulatorSubject<A, V> subject) {
    assertSame(subject.of(2, 0, 1), subject.of(0, 1, 2));
    assertSame(subject.of(2).combine(subject.of(0, 1)), subject.of(0, 1).combine(subject.of(2)));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  <A extends Accumulator<A, V>, V> void anEmptyOneIsNeutral(AccumulatorSubject<A, V> subject) {
    assertSame(subject.create().combine(subject.of(0, 1)), subject.of(0, 1));
    assertSame(subject.of(0, 1).combine(subject.create()), subject.of(0, 1));
    assertThat(subject.create().rows()).isZero();
  }

  @ParameterizedTest
  @MethodSource("subjects")
  <A extends Accumulator<A, V>, V> void anEmptyOneHasNoFigures(AccumulatorSubject<A, V> subject) {
    assertThat(Figures.of(subject.create().value()))
        .isNotEmpty()
        .allMatch(figure -> figure.isNaN() || figure == 0)
        .anyMatch(figure -> figure.isNaN() || subject.counts());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  <A extends Accumulator<A, V>, V> void combiningLeavesTheOtherAsItWas(
      AccumulatorSubject<A, V> subject) {
    A other = subject.of(1, 2);
    List<Double> before = Figures.of(other.value());
    A one = subject.of(0);
    assertThat(one.combine(other)).isSameAs(one);
    subject.accept(one, 0);
    assertThat(Figures.of(other.value())).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("subjects")
  <A extends Accumulator<A, V>, V> void aValueMayBeTakenOnTheWay(AccumulatorSubject<A, V> subject) {
    A one = subject.of(0);
    List<Double> early = Figures.of(one.value());
    subject.accept(one, 1);
    assertThat(Figures.of(subject.of(0).value())).isEqualTo(early);
    assertSame(one, subject.of(0, 1));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  <A extends Accumulator<A, V>, V> void otherWidthsDoNotMix(AccumulatorSubject<A, V> subject) {
    if (subject.wider() == null) {
      return; // losses have no width
    }
    A wider = subject.wider().get();
    assertThatThrownBy(() -> subject.of(0).combine(wider))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("combine: expected an accumulator of d")
        .hasMessageContaining(", got d");
    assertThatThrownBy(() -> subject.accept(wider, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected [batch, d");
    assertThat(wider.rows()).isZero();
  }

  private static <A extends Accumulator<A, V>, V> void assertSame(A actual, A expected) {
    assertThat(actual.rows()).isEqualTo(expected.rows());
    List<Double> figures = Figures.of(actual.value());
    List<Double> wanted = Figures.of(expected.value());
    assertThat(figures).hasSameSizeAs(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      assertThat(figures.get(i))
          .as("figure " + i)
          .isEqualTo(wanted.get(i), within(TOLERANCE * Math.max(1, Math.abs(wanted.get(i)))));
    }
  }
}
