package dev.drawbridge.ops.kafka;

import static java.util.Objects.requireNonNull;

import dev.drawbridge.ops.files.ConnectorFile;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;

/**
 * The consumer group of a sink connector. Connect calls a task RUNNING before its consumer has joined the group, which the broker
 * may refuse, and goes on to list the consumer of a worker that was killed. Used by one thread at a time.
 */
public final class SinkGroup {
    private final KafkaAccess kafka;
    private final String group;
    private volatile Set<String> departed = Set.of();

    public SinkGroup(KafkaAccess kafka, ConnectorFile sink) {
        this.kafka = kafka;
        this.group = sink.config().getOrDefault("consumer.override.group.id", "connect-" + sink.name());
    }

    /** To be called when all members are known to have ended: who is listed now does not count any more. */
    public void rememberDeparted() throws InterruptedException {
        departed = settledMembers();
    }

    /** Whether the group has settled, with a member that is not a departed one. */
    public boolean isConsuming() throws InterruptedException {
        Set<String> members = settledMembers();
        return !members.isEmpty() && Collections.disjoint(members, departed);
    }

    /** The ids of the members; none while the group rebalances, or when nobody is in it. */
    public Set<String> settledMembers() throws InterruptedException {
        try (Admin admin = kafka.admin()) {
            var description = requireNonNull(admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group))
                    .get();
            return description.groupState() == GroupState.STABLE
                    ? description.members().stream()
                            .map(MemberDescription::consumerId)
                            .collect(Collectors.toSet())
                    : Set.of();
        } catch (ExecutionException e) {
            return Set.of(); // no such group yet
        }
    }
}
