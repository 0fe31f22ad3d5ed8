package dev.drawbridge.stack;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Which workers run the tasks of a rig's sink, as told by the suite's own, which is left alone. */
final class TaskOwners {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TestStack stack;
    private final SinkRig rig;
    private final int tasks;

    /** @param tasks how many the sink has, one for each partition */
    TaskOwners(TestStack stack, SinkRig rig, int tasks) {
        this.stack = stack;
        this.rig = rig;
        this.tasks = tasks;
    }

    /** Waits until all tasks run and have a partition each, one of them at one of {@code workers}, which is returned. */
    ExtraWorker awaitOneAt(List<ExtraWorker> workers) {
        return await("a task at one of " + workers.size())
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(ExecutionException.class)
                .until(() -> firstWithTask(workers), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<ExtraWorker> firstWithTask(List<ExtraWorker> workers) throws Exception {
        List<String> owners = owners();
        return owners.size() == tasks && eachHasAPartition()
                ? workers.stream()
                        .filter(worker -> owners.contains(worker.id()))
                        .findFirst()
                : Optional.empty();
    }

    /** Waits until all tasks run, none of them at {@code worker}. */
    void awaitNoneAt(ExtraWorker worker) {
        await("no task at " + worker.id()).atMost(PATIENCE).until(() -> {
            List<String> owners = owners();
            return owners.size() == tasks && !owners.contains(worker.id());
        });
    }

    private List<String> owners() throws Exception {
        List<String> owners = new ArrayList<>();
        stack.stack.connect.client().status(rig.connector()).path("tasks").forEach(task -> {
            if (task.path("state").asText().equals("RUNNING")) {
                owners.add(task.path("worker_id").asText());
            }
        });
        return owners;
    }

    /** A task that runs may still wait for the others to give up what they took when they were alone. */
    private boolean eachHasAPartition() throws Exception {
        String group = "connect-" + rig.connector();
        try (Admin admin = stack.stack.broker.admin()) {
            return admin.describeConsumerGroups(List.of(group)).describedGroups().get(group).get().members().stream()
                            .filter(member ->
                                    member.assignment().topicPartitions().size() == 1)
                            .count()
                    == tasks;
        }
    }
}
