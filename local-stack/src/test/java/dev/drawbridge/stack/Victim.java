package dev.drawbridge.stack;

import dev.drawbridge.stack.component.Component;
import java.util.List;
import java.util.stream.Stream;

/** A component that a recovery test kills: by SIGKILL, with nobody tidying up and the record left behind. */
enum Victim {
    CONNECT,
    KAFKA,
    ELASTICSEARCH,
    POSTGRES,
    WRITE_API;

    Component of(TestStack stack) {
        return switch (this) {
            case CONNECT -> stack.stack.connect;
            case KAFKA -> stack.stack.broker;
            case ELASTICSEARCH -> stack.stack.elasticsearch;
            case POSTGRES -> stack.stack.postgres;
            case WRITE_API -> stack.stack.writeApi;
        };
    }

    /** Kills the process that was started, or that and all it has started; a component that does not run is let be. */
    void kill(TestStack stack, boolean whole) {
        of(stack).child().running().ifPresent(process -> {
            List<ProcessHandle> others = whole ? process.descendants().toList() : List.of();
            Stream.concat(Stream.of(process), others.stream()).forEach(ProcessHandle::destroyForcibly);
            process.onExit().join();
        });
    }
}
