package org.meanfield.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SchedulerTest {
    private static final Scheduler HALVING = new SuccessiveHalvingScheduler(3, 1);

    private static final Scheduler HYPERBAND = new HyperbandScheduler(3, 2);

    private static final Scheduler MEDIAN = new MedianStoppingScheduler(1, 1, 2);

    private static final double NAN = Double.NaN;

    @Test
    void allTrainsEachTrialToItsEnd() {
        List<Trial> trials = List.of(new Trial("a", 5), new Trial("b", 7));
        Scheduler all = new AllScheduler();
        assertThat(all.next(trials, List.of())).containsExactly(new Start("a", 5), new Start("b", 7));
        assertThat(all.next(trials, List.of(new TrialResult("a", 5, NAN)))).containsExactly(new Start("b", 7));
        assertThat(all.next(trials, allOf(0, "a", "b"))).isEmpty();
        assertThat(all.stopped(trials, allOf(0, "a"))).isEmpty();
        assertThat(all.epochs(trials)).isEqualTo(12);
        assertThat(all.ends(trials, trials.get(0))).containsExactly(5);
    }

    /** The table of Li et al. 2018, section 3: n = 81, R = 81, η = 3. */
    @Test
    void theRungsAreThoseOfThePaper() {
        assertThat(ends(HALVING, 81)).containsExactly(1, 3, 9, 27, 81);
        List<Trial> trials = trials(81, 81);
        List<Integer> sizes = new ArrayList<>();
        List<TrialResult> finished = new ArrayList<>();
        for (List<Start> next = HALVING.next(trials, finished);
                !next.isEmpty();
                next = HALVING.next(trials, finished)) {
            sizes.add(next.size());
            for (Start start : next) {
                finished.add(new TrialResult(
                        start.trial(),
                        start.epochs(),
                        Integer.parseInt(start.trial().substring(1))));
            }
        }
        assertThat(sizes).containsExactly(81, 27, 9, 3, 1);
        assertThat(finished.get(finished.size() - 1)).isEqualTo(new TrialResult("t80", 81, 80));
        assertThat(HALVING.epochs(trials)).isEqualTo(81 + 27 * 2 + 9 * 6 + 3 * 18 + 54);
    }

    @Test
    void theLastRungIsAWholeTrainingWhateverTheSteps() {
        assertThat(ends(new SuccessiveHalvingScheduler(2, 3), 20)).containsExactly(3, 6, 12, 20);
        assertThat(ends(new SuccessiveHalvingScheduler(2, 3), 3)).containsExactly(3);
        assertThat(ends(new SuccessiveHalvingScheduler(2, 5), 3)).containsExactly(3);
    }

    @Test
    void aTrialGoesOnAsSoonAsNothingCanChangeThatAndBeforeThoseThatBegin() {
        List<Trial> trials = trials(6, 9);
        assertThat(HALVING.next(trials, List.of())).hasSize(6).allMatch(start -> start.epochs() == 1);
        // Two of six go on. With one missing, the best is sure of its place and the second is not.
        List<TrialResult> five = results(1, "t0", 1, "t1", 5, "t2", 3, "t3", 4, "t4", 2);
        assertThat(HALVING.next(trials, five)).containsExactly(new Start("t1", 3), new Start("t5", 1));
        assertThat(HALVING.stopped(trials, five)).containsExactly("t0", "t2", "t4");
        List<TrialResult> six = with(five, new TrialResult("t5", 1, 0));
        assertThat(HALVING.next(trials, six)).containsExactly(new Start("t1", 3), new Start("t3", 3));
        assertThat(HALVING.stopped(trials, six)).containsExactly("t0", "t2", "t4", "t5");
        List<TrialResult> seven = with(six, new TrialResult("t3", 3, 9));
        assertThat(HALVING.next(trials, seven)).containsExactly(new Start("t1", 3));
        List<TrialResult> eight = with(seven, new TrialResult("t1", 3, 8));
        assertThat(HALVING.next(trials, eight)).containsExactly(new Start("t3", 9));
        assertThat(HALVING.stopped(trials, eight)).containsExactly("t0", "t1", "t2", "t4", "t5");
        assertThat(HALVING.next(trials, with(eight, new TrialResult("t3", 9, 7))))
                .isEmpty();
    }

    @Test
    void ofEqualScoresTheFirstInTheSweepIsTheBetter() {
        List<Trial> trials = trials(3, 9);
        assertThat(HALVING.next(trials, results(1, "t2", 4, "t1", 4, "t0", 4))).containsExactly(new Start("t0", 3));
    }

    @Test
    void whatDivergedNeverGoesOnThoughItsPlaceStaysEmpty() {
        List<Trial> trials = trials(6, 3);
        List<TrialResult> one = results(1, "t0", NAN, "t1", NAN, "t2", NAN, "t3", NAN, "t4", NAN, "t5", 1);
        assertThat(HALVING.next(trials, one)).containsExactly(new Start("t5", 3));
        assertThat(HALVING.stopped(trials, one)).isEmpty();
        List<TrialResult> none = results(1, "t0", NAN, "t1", NAN, "t2", NAN, "t3", NAN, "t4", NAN, "t5", NAN);
        assertThat(HALVING.next(trials, none)).isEmpty();
    }

    @Test
    void whoDivergesLaterMakesNoRoomForWhoWasStopped() {
        List<Trial> trials = trials(6, 9);
        List<TrialResult> finished = results(1, "t0", 6, "t1", 5, "t2", 4, "t3", 3, "t4", 2, "t5", 1);
        finished.add(new TrialResult("t0", 3, NAN));
        finished.add(new TrialResult("t1", 3, 0.5));
        assertThat(HALVING.next(trials, finished)).containsExactly(new Start("t1", 9));
        assertThat(HALVING.stopped(trials, finished)).containsExactly("t2", "t3", "t4", "t5");
    }

    /** Whoever comes first, and however many run at once, the same stretches are trained in the end. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 40})
    void theOrderOfArrivalDoesNotMatter(int atOnce) {
        List<Trial> trials = trials(40, 20);
        assertThat(trained(HALVING, trials, 40, new Random(0))).hasSize(40 + 13 + 4 + 1);
        assertThat(trained(HYPERBAND, trials, 40, new Random(0))).hasSize((21 + 7 + 2) + (12 + 4) + 7);
        for (Scheduler scheduler : List.of(HALVING, HYPERBAND, MEDIAN)) {
            theOrderOfArrivalDoesNotMatter(scheduler, trials, atOnce);
        }
    }

    private static void theOrderOfArrivalDoesNotMatter(Scheduler scheduler, List<Trial> trials, int atOnce) {
        Set<Start> expected = new HashSet<>(trained(scheduler, trials, 40, new Random(0)));
        for (int seed = 1; seed <= 20; seed++) {
            List<Start> trained = trained(scheduler, trials, atOnce, new Random(seed));
            assertThat(trained).doesNotHaveDuplicates();
            assertThat(new HashSet<>(trained)).isEqualTo(expected);
        }
    }

    @Test
    void trialsOfDifferentLengthAreNotCompared() {
        assertThatThrownBy(() -> HALVING.next(List.of(new Trial("a", 5), new Trial("b", 7)), List.of()))
                .hasMessage("Trials of [5, 7] epochs are not to be compared");
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThatThrownBy(() -> new SuccessiveHalvingScheduler(1, 1))
                .hasMessage("reduction-factor is 1 but must be at least 2");
        assertThatThrownBy(() -> new SuccessiveHalvingScheduler(2, 0))
                .hasMessage("min-epochs is 0 but must be positive");
        assertThatThrownBy(() -> new HyperbandScheduler(1, 1))
                .hasMessage("reduction-factor is 1 but must be at least 2");
        assertThatThrownBy(() -> new HyperbandScheduler(3, 0)).hasMessage("min-epochs is 0 but must be positive");
        assertThatThrownBy(() -> new MedianStoppingScheduler(1, 0, 1)).hasMessage("interval is 0 but must be positive");
        assertThatThrownBy(() -> new MedianStoppingScheduler(1, 1, 0))
                .hasMessage("min-trials is 0 but must be positive");
    }

    /** Table 1 of Li et al. 2018: R = 81, η = 3, by ⌈5·3ˢ / (s + 1)⌉ trials of bracket s. */
    @Test
    void theBracketsOfHyperbandAreThoseOfThePaper() {
        HyperbandScheduler hyperband = new HyperbandScheduler(3, 1);
        List<Halving> brackets = hyperband.brackets(trials(81 + 34 + 15 + 8 + 5, 81));
        assertThat(brackets).extracting(bracket -> bracket.trials().size()).containsExactly(81, 34, 15, 8, 5);
        assertThat(brackets)
                .extracting(Halving::ends)
                .containsExactly(
                        List.of(1, 3, 9, 27, 81),
                        List.of(3, 9, 27, 81),
                        List.of(9, 27, 81),
                        List.of(27, 81),
                        List.of(81));
        assertThat(brackets.get(1).trials()).startsWith("t81").endsWith("t114");
        assertThat(brackets.get(1).epochs()).isEqualTo(34 * 3 + 11 * 6 + 3 * 18 + 54);
    }

    @Test
    void hyperbandSharesOutAnyNumberOfTrialsAndEpochs() {
        HyperbandScheduler hyperband = new HyperbandScheduler(3, 2);
        // 20 / 2 epochs hold two factors of 3; weights 9, 5 (4.5 rounded up) and 3.
        List<Halving> brackets = hyperband.brackets(trials(10, 20));
        assertThat(brackets).extracting(Halving::ends).containsExactly(List.of(2, 6, 20), List.of(6, 20), List.of(20));
        assertThat(brackets).extracting(bracket -> bracket.trials().size()).containsExactly(5, 3, 2);
        List<Trial> one = trials(1, 20);
        assertThat(hyperband.ends(one, one.get(0))).containsExactly(2, 6, 20);
        assertThat(hyperband.brackets(trials(4, 1))).extracting(Halving::ends).containsExactly(List.of(1));
    }

    /** The running means after epoch 1 are 3, 5 and 7; after epoch 2, 4, 4 and 6.5. */
    @Test
    void aTrialBelowTheMedianOfTheRunningMeansBeforeItIsStopped() {
        Scheduler median = new MedianStoppingScheduler(1, 1, 3);
        List<Trial> trials = trials(6, 4);
        List<TrialResult> three = results(1, "t0", 3, "t1", 5, "t2", 7);
        three.addAll(results(2, "t0", 5, "t1", 3, "t2", 6));
        // 5 is not below the median of 3, 5 and 7, and goes on; 4.99 is.
        List<TrialResult> good = with(three, new TrialResult("t3", 1, 5));
        assertThat(median.stopped(trials, good)).isEmpty();
        assertThat(median.next(trials, good)).contains(new Start("t3", 2));
        List<TrialResult> bad = with(three, new TrialResult("t3", 1, 4.99));
        assertThat(median.stopped(trials, bad)).containsExactly("t3");
        // Its best score counts: 5 is not below 4, the median after two epochs.
        assertThat(median.stopped(trials, with(good, new TrialResult("t3", 2, 0))))
                .isEmpty();
        List<TrialResult> late = with(three, new TrialResult("t4", 1, 9));
        late.add(new TrialResult("t4", 2, 0));
        // It waits at its first rung for t3, whatever it knows of its second.
        assertThat(median.next(trials, late))
                .containsExactly(
                        new Start("t0", 3),
                        new Start("t1", 3),
                        new Start("t2", 3),
                        new Start("t3", 1),
                        new Start("t5", 1));
        late.add(new TrialResult("t3", 1, NAN));
        assertThat(median.next(trials, late)).contains(new Start("t4", 3)).doesNotContain(new Start("t3", 1));
    }

    @Test
    void fewerTrialsThanItAsksForStopNone() {
        Scheduler median = new MedianStoppingScheduler(2, 3, 3);
        List<Trial> trials = trials(3, 9);
        assertThat(median.ends(trials, trials.get(0))).containsExactly(2, 5, 8, 9);
        assertThat(median.stopped(trials, results(2, "t0", 3, "t1", 5, "t2", 1)))
                .isEmpty();
        assertThat(median.epochs(trials)).isEqualTo(27);
    }

    private static List<Integer> ends(Scheduler scheduler, int epochs) {
        List<Trial> one = trials(1, epochs);
        return scheduler.ends(one, one.get(0));
    }

    /** Trains with so many at once, which end in an order of chance; every seventh trial diverges after three epochs. */
    private static List<Start> trained(Scheduler scheduler, List<Trial> trials, int atOnce, Random random) {
        List<Start> started = new ArrayList<>();
        List<Start> running = new ArrayList<>();
        List<TrialResult> finished = new ArrayList<>();
        while (true) {
            for (Start start : scheduler.next(trials, finished)) {
                if (running.size() < atOnce && !started.contains(start)) {
                    started.add(start);
                    running.add(start);
                }
            }
            if (running.isEmpty()) {
                return started;
            }
            Collections.shuffle(running, random);
            Start over = running.remove(0);
            int number = Integer.parseInt(over.trial().substring(1));
            double score = over.epochs() >= 3 && number % 7 == 0 ? NAN : (number * 31 % 17) + 0.01 * over.epochs();
            finished.add(new TrialResult(over.trial(), over.epochs(), score));
        }
    }

    private static List<Trial> trials(int count, int epochs) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Trial("t" + i, epochs))
                .toList();
    }

    private static List<TrialResult> allOf(double score, String... trials) {
        return Stream.of(trials).map(trial -> new TrialResult(trial, 5, score)).toList();
    }

    /** Of pairs of trial and score. */
    private static List<TrialResult> results(int epochs, Object... pairs) {
        List<TrialResult> results = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            results.add(new TrialResult((String) pairs[i], epochs, ((Number) pairs[i + 1]).doubleValue()));
        }
        return results;
    }

    private static List<TrialResult> with(List<TrialResult> some, TrialResult another) {
        List<TrialResult> all = new ArrayList<>(some);
        all.add(another);
        return all;
    }
}
