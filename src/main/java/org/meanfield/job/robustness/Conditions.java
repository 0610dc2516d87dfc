package org.meanfield.job.robustness;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.meanfield.corrupt.Condition;
import org.meanfield.corrupt.Corruption;
import org.meanfield.corrupt.attack.Attack;

/** The conditions that a job scores its models under. */
public final class Conditions {
    private Conditions() {}

    /** Returns the conditions: first clean images alone, then those of each corruption, then those of each attack. */
    public static List<List<Condition>> of(RobustnessJob job) {
        List<List<Condition>> conditions = new ArrayList<>();
        conditions.add(List.of(new Condition.Clean()));
        List<Corruption> chosen = job.chosen();
        for (int i = 0; i < chosen.size(); i++) {
            Corruption corruption = chosen.get(i);
            int setting = 1 + earlierOfItsKind(chosen.subList(0, i), Corruption::label, corruption);
            List<Integer> levels = job.severities().isEmpty() || corruption.severities() == 1
                    ? job.suite().severities(corruption)
                    : job.severities();
            conditions.add(conditions(
                    levels,
                    corruption.isRandom() ? job.repeats() : 1,
                    (severity, repeat) ->
                            new Condition.Corrupted(corruption, setting, severity, repeat, job.constants())));
        }
        for (int i = 0; i < job.attacks().size(); i++) {
            Attack attack = job.attacks().get(i);
            int setting = 1 + earlierOfItsKind(job.attacks().subList(0, i), Attack::name, attack);
            List<Integer> levels = job.severities().isEmpty()
                    ? IntStream.rangeClosed(1, attack.severities()).boxed().toList()
                    : job.severities();
            conditions.add(conditions(
                    levels,
                    attack.isRandom() ? job.repeats() : 1,
                    (severity, repeat) -> new Condition.Attacked(attack, setting, severity, repeat)));
        }
        return conditions;
    }

    private static List<Condition> conditions(
            List<Integer> levels, int repeats, BiFunction<Integer, Integer, Condition> bySeverityAndRepeat) {
        return levels.stream()
                .flatMap(severity -> IntStream.rangeClosed(1, repeats)
                        .mapToObj(repeat -> bySeverityAndRepeat.apply(severity, repeat)))
                .toList();
    }

    private static <T> int earlierOfItsKind(List<T> earlier, Function<T, String> name, T one) {
        return (int) earlier.stream()
                .filter(other -> name.apply(other).equals(name.apply(one)))
                .count();
    }
}
