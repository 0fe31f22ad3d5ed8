package dev.drawbridge.stack.demo.result;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The books of one run: every command and what has been seen of the change it made. Orders of others are not in it.
 * Thread-safe.
 */
public final class RunLedger {
    private final Map<String, OrderAccount> accounts = new HashMap<>();
    private final Map<String, Integer> denials = new TreeMap<>();
    private long sent;
    private long accepted;
    private long refused;
    private long unanswered;
    private long retried;
    private long duplicates;
    private long found;

    public synchronized void sent(UUID order) {
        sent++;
        accounts.computeIfAbsent(order.toString(), id -> new OrderAccount());
    }

    /** @return when the event of this version was seen, if it was faster than the answer */
    public synchronized OptionalLong accepted(UUID order, int version, boolean erases, long now) {
        accepted++;
        OrderAccount account = account(order.toString());
        account.committed(version, erases, now);
        return account.takePublishedAt(version);
    }

    public synchronized void refused() {
        refused++;
    }

    /** @param answer what was answered, for whoever looks for the reason */
    public synchronized void denied(String answer) {
        denials.merge(answer, 1, Integer::sum);
    }

    public synchronized void unanswered() {
        unanswered++;
    }

    public synchronized void retried() {
        retried++;
    }

    /** @return when the command of this version was answered, if it was and this event is the first of its version */
    public synchronized OptionalLong published(String order, int version, long now) {
        OrderAccount account = accounts.get(order);
        if (account == null) {
            return OptionalLong.empty();
        }
        if (!account.published(version, now)) {
            duplicates++;
            return OptionalLong.empty();
        }
        return account.takeCommittedAt(version);
    }

    public synchronized void quarantined(String order, int version) {
        OrderAccount account = accounts.get(order);
        if (account != null) {
            account.quarantined(version);
        }
    }

    public synchronized void deadLettered(String order, int version) {
        OrderAccount account = accounts.get(order);
        if (account != null) {
            account.deadLettered(version);
        }
    }

    public synchronized void indexed(String order, int version) {
        account(order).indexed(version);
    }

    /** How many of the living orders search finds as they are, less what it finds of erased ones. */
    public synchronized void found(long orders) {
        found = orders;
    }

    public synchronized boolean isErased(String order) {
        return account(order).erased();
    }

    /** What readers are to see of each order that was not erased: its last version that was not quarantined. */
    public synchronized Map<String, Integer> living() {
        Map<String, Integer> living = new HashMap<>();
        accounts.forEach((order, account) -> {
            if (account.due() > 0 && !account.erased()) {
                living.put(order, account.due());
            }
        });
        return living;
    }

    public synchronized List<String> erased() {
        return accounts.entrySet().stream()
                .filter(entry -> entry.getValue().erased())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Orders whose document is not known to be at the last version that was not quarantined. */
    public synchronized List<String> behind() {
        return accounts.entrySet().stream()
                .filter(entry -> !entry.getValue().isInStep())
                .map(Map.Entry::getKey)
                .toList();
    }

    public synchronized boolean isEverythingPublished() {
        Counts counts = counts();
        return counts.accepted() <= counts.published() + counts.quarantined();
    }

    /** All sums, of this moment. */
    public synchronized Counts counts() {
        long published = 0;
        long unexpected = 0;
        long quarantined = 0;
        long indexed = 0;
        long deadLettered = 0;
        for (OrderAccount account : accounts.values()) {
            published += account.publishedChanges();
            unexpected += account.unexpectedEvents();
            quarantined += account.quarantinedChanges();
            indexed += account.indexedChanges();
            deadLettered += account.deadLetteredChanges();
        }
        return new Counts(
                sent,
                accepted,
                refused,
                denials.values().stream().mapToLong(Integer::longValue).sum(),
                unanswered,
                retried,
                published,
                duplicates,
                unexpected,
                quarantined,
                indexed,
                deadLettered,
                living().size(),
                found);
    }

    /** First what was denied, then changes without an event and documents behind their orders, for whoever looks for the reason. */
    public synchronized List<String> examples(int most) {
        List<String> examples = new ArrayList<>();
        denials.forEach((answer, times) -> examples.add(times + " commands were answered with " + answer));
        accounts.forEach((order, account) -> example(order, account).ifPresent(examples::add));
        return examples.subList(0, Math.min(most, examples.size()));
    }

    private static Optional<String> example(String order, OrderAccount account) {
        if (account.firstUnpublished().isPresent()) {
            return Optional.of("order " + order + " version "
                    + account.firstUnpublished().getAsInt() + " was committed, and no event of it seen");
        }
        return account.isInStep()
                ? Optional.empty()
                : Optional.of("order " + order + " is to be seen at version " + account.due() + ", its document is at "
                        + account.indexed());
    }

    private OrderAccount account(String order) {
        OrderAccount account = accounts.get(order);
        if (account == null) {
            throw new IllegalArgumentException("order " + order + " is none of this run");
        }
        return account;
    }
}
