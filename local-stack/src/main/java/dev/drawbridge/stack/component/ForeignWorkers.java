package dev.drawbridge.stack.component;

import dev.drawbridge.ops.ActionRequiredException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ClassicGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.MemberDescription;

/**
 * Connect workers that use the stack's Kafka and are not its own, such as one that a killed program has left behind. In the group of the
 * stack's worker they make it rebalance without end, and its REST API answers that a request timed out.
 */
public final class ForeignWorkers {
    private static final String CONNECT = "connect";

    /** How long the group may take to settle before it is looked at, and how long between two looks. */
    private static final long EVERY_NANOS = Duration.ofSeconds(20).toNanos();

    private final Broker broker;
    private final Group group;
    private final String client;
    private long checkedAt = System.nanoTime();

    /** The name of a group, once there is a Kafka. */
    public interface Group {
        /** @throws IOException when Kafka has no storage yet */
        String name() throws IOException;
    }

    /**
     * @param group of the stack's own worker
     * @param client as that worker calls itself there
     */
    public ForeignWorkers(Broker broker, Group group, String client) {
        this.broker = broker;
        this.group = group;
        this.client = client;
    }

    /** One sentence or two for each, with the remedy; none when Kafka does not answer. */
    public List<String> findings() throws IOException, InterruptedException {
        List<String> findings = new ArrayList<>(findings(true));
        findings.addAll(findings(false));
        return findings;
    }

    /**
     * To be called while something does not come up; looks every 20 s. Thread-safe.
     *
     * @throws ActionRequiredException naming the workers in the stack's own group
     */
    synchronized void refuseInOwnGroup() throws InterruptedException {
        if (System.nanoTime() - checkedAt > EVERY_NANOS) {
            demandNoneInOwnGroup();
            checkedAt = System.nanoTime();
        }
    }

    public void demandNoneInOwnGroup() throws InterruptedException {
        try {
            List<String> findings = findings(true);
            if (!findings.isEmpty()) {
                throw new ActionRequiredException(String.join("\n", findings) + "\nThen run ./drawbridge up again.");
            }
        } catch (IOException e) {
            throw new ActionRequiredException("Kafka's storage cannot be read: " + e.getMessage());
        }
    }

    private List<String> findings(boolean inOwnGroup) throws IOException, InterruptedException {
        String own = group.name();
        List<String> findings = new ArrayList<>();
        members().forEach((name, members) -> members.stream()
                .filter(member -> name.equals(own) == inOwnGroup)
                .filter(member -> !(inOwnGroup && member.clientId().equals(client)))
                .forEach(member -> findings.add(finding(name, member, inOwnGroup))));
        return findings;
    }

    private static String finding(String group, MemberDescription member, boolean inOwnGroup) {
        return "Another Connect worker "
                + (inOwnGroup ? "is in the group of this stack's, " : "uses this stack's Kafka, in group ") + group
                + ": client " + member.clientId() + " on host "
                + member.host().replace("/", "") + ". "
                + (inOwnGroup ? "End that process: the two disturb each other." : "End it unless it is meant.");
    }

    private Map<String, List<MemberDescription>> members() throws InterruptedException {
        try (Admin admin = broker.admin()) {
            List<String> groups =
                    admin.listGroups(new ListGroupsOptions().withProtocolTypes(Set.of(CONNECT))).all().get().stream()
                            .map(GroupListing::groupId)
                            .toList();
            return admin.describeClassicGroups(groups).all().get().values().stream()
                    .collect(java.util.stream.Collectors.toMap(
                            ClassicGroupDescription::groupId, description -> List.copyOf(description.members())));
        } catch (ExecutionException e) {
            return Map.of();
        }
    }
}
