package dev.drawbridge.stack.demo.result;

import java.util.ArrayList;
import java.util.List;

/**
 * What was sent and what came of it. Commands: {@code sent = accepted + refused + denied + unanswered}. Changes:
 * {@code accepted = published + quarantined} and {@code published = indexed + deadLettered}. Orders:
 * {@code living = found}.
 *
 * @param refused commands that their story has made impossible
 * @param denied commands that were refused for any other reason; none of them is right
 * @param unanswered commands of which nobody knows whether they were committed
 * @param retried how often an answer said that nothing was saved, and the command was sent again; in none of the sums
 * @param duplicates events seen again, as at-least-once delivery may bring; in none of the sums
 * @param unexpected events of our orders that no command of ours has made
 * @param indexed published changes that the index shows, or that a newer one it shows has overtaken
 * @param living orders that were not erased, and not quarantined in all their versions
 * @param found of these, those that search finds in their last version that was not quarantined, less the erased ones it finds
 */
public record Counts(
        long sent,
        long accepted,
        long refused,
        long denied,
        long unanswered,
        long retried,
        long published,
        long duplicates,
        long unexpected,
        long quarantined,
        long indexed,
        long deadLettered,
        long living,
        long found) {

    /** What does not add up, each in words; empty when all does. */
    public List<String> differences() {
        List<String> differences = new ArrayList<>();
        long answered = accepted + refused + denied;
        compare(differences, "sent", sent, "accepted + refused + denied + unanswered", answered + unanswered);
        if (sent > 0 && accepted == 0) {
            differences.add("no command was accepted");
        }
        if (denied > 0) {
            differences.add(denied + " commands were refused for reasons that no story gives");
        }
        if (unanswered > 0) {
            differences.add(unanswered + " commands were not answered, so nobody knows whether they were committed");
        }
        compare(differences, "accepted", accepted, "published + quarantined", published + quarantined);
        compare(differences, "published", published, "indexed + dead-lettered", indexed + deadLettered);
        compare(differences, "orders not erased", living, "orders found by search", found);
        if (unexpected > 0) {
            differences.add(unexpected + " events of these orders were made by none of the commands");
        }
        return differences;
    }

    private static void compare(List<String> differences, String left, long one, String right, long other) {
        if (one != other) {
            differences.add(left + " is " + one + ", but " + right + " is " + other + ": " + Math.abs(one - other)
                    + (one > other ? " missing" : " too many"));
        }
    }
}
