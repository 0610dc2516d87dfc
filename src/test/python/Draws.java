import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.SplittableRandom;

/**
 * Answers for effects.py with what Java's generator draws. Each line of the input is a seed ({@code s 7}) or a request:
 * {@code d} for a double, {@code g} for a Gaussian, {@code b} for a boolean, {@code i -2 3} for an integer in [−2, 3).
 */
public final class Draws {
    public static void main(String[] args) throws Exception {
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
        SplittableRandom random = new SplittableRandom(0);
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "s" -> random = new SplittableRandom(Long.parseLong(words[1]));
                case "d" -> System.out.println(random.nextDouble());
                case "g" -> System.out.println(random.nextGaussian());
                case "b" -> System.out.println(random.nextBoolean());
                default -> System.out.println(random.nextInt(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
            }
            System.out.flush();
        }
    }
}
