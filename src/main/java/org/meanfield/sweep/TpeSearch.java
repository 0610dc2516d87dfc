package org.meanfield.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.meanfield.config.Change;
import org.meanfield.config.Check;
import org.meanfield.config.Default;
import org.meanfield.config.Seeds;

/**
 * Tree-structured Parzen estimator (Bergstra et al. 2011, "Algorithms for hyper-parameter optimization", section 4): of the results so far
 * the best ⌈γ·n⌉ give a density ℓ(x) for each key and the others a density g(x); a value is the one of some candidates drawn from ℓ whose
 * ℓ(x) / g(x), and with it the expected improvement, is largest. Keys are independent. Numbers have an adaptive Parzen estimator on the scale
 * of their distribution (logarithmic for {@code log-uniform}), choices their frequencies.
 *
 * <p>The cells of a batch are chosen together, from the results of the batches before, so that the choice depends neither on the cluster nor
 * on stops. Of several objectives the results are ordered by Pareto front, within a front by the first objective.
 *
 * @param trials number of cells, at least 1; fewer if the space has not so many
 * @param batch cells chosen together, at least 1: a larger batch fills more cores, a smaller one learns sooner
 * @param initial the batches that begin before so many results are there are drawn from the distributions, at least 2
 * @param gamma γ in (0, 1)
 * @param candidates draws of which the best is taken, at least 1
 * @param seed of the draws; independent of the trainings' seeds
 * @param keys the distribution of each key path's value
 */
public record TpeSearch(
        int trials,
        @Default("5") int batch,
        @Default("10") int initial,
        @Default("0.15") double gamma,
        @Default("24") int candidates,
        @Default("1") long seed,
        Map<String, Distribution> keys)
        implements Search {
    /** Draws of a cell that is none of the earlier ones; the second half of them is from the distributions. */
    private static final int ATTEMPTS = 20;

    /** Checks the settings. */
    public TpeSearch {
        Search.check(trials, keys);
        Check.that(batch > 0, "batch", batch, "positive");
        Check.that(initial > 1, "initial", initial, "at least 2");
        Check.that(gamma > 0 && gamma < 1, "gamma", gamma, "in (0, 1)");
        Check.that(candidates > 0, "candidates", candidates, "positive");
    }

    @Override
    public boolean looksAtResults() {
        return true;
    }

    @Override
    public List<Cell> cells(List<double[]> results) {
        List<double[]> points = new ArrayList<>();
        List<Cell> cells = new ArrayList<>();
        Set<Cell> seen = new HashSet<>();
        while (cells.size() < trials && cells.size() <= results.size()) {
            int known = cells.size();
            List<KeyModel> models = known < initial ? List.of() : models(points, results.subList(0, known));
            int size = Math.min(batch, trials - known);
            for (int number = known; number < known + size; number++) {
                for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                    double[] point = point(attempt < ATTEMPTS / 2 ? models : List.of(), number, attempt);
                    Cell cell = cell(point);
                    if (seen.add(cell)) {
                        points.add(point);
                        cells.add(cell);
                        break;
                    }
                }
            }
            if (cells.size() < known + size) { // so small a space is as good as tried
                return cells;
            }
        }
        return cells;
    }

    private List<KeyModel> models(List<double[]> points, List<double[]> results) {
        List<Integer> order = Pareto.order(results);
        int best = Math.min(order.size() - 1, (int) Math.ceil(gamma * order.size()));
        List<double[]> good = order.subList(0, best).stream().map(points::get).toList();
        List<double[]> bad =
                order.subList(best, order.size()).stream().map(points::get).toList();
        List<KeyModel> models = new ArrayList<>();
        for (Distribution values : keys.values()) {
            int key = models.size();
            models.add(KeyModel.of(values, column(good, key), column(bad, key)));
        }
        return models;
    }

    private static double[] column(List<double[]> points, int key) {
        return points.stream().mapToDouble(point -> point[key]).toArray();
    }

    /** Returns a point of the unit cube; without models one of the distributions. */
    private double[] point(List<KeyModel> models, int number, int attempt) {
        double[] point = new double[keys.size()];
        int key = 0;
        for (String path : keys.keySet()) {
            SplittableRandom random = Seeds.stream(seed, Seeds.Purpose.SWEEP, number, path.hashCode(), attempt);
            point[key] =
                    models.isEmpty() ? random.nextDouble() : models.get(key).best(candidates, random);
            key++;
        }
        return point;
    }

    private Cell cell(double[] point) {
        List<Change> changes = new ArrayList<>();
        keys.forEach((path, values) -> changes.add(new Change(path, values.at(point[changes.size()]))));
        return new Cell(changes);
    }
}
