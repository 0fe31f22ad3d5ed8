package dev.drawbridge.sink.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import net.jqwik.api.statistics.Statistics;

/**
 * Whatever happens to connector, index and topic: either the sink refuses to go on, or the index comes to hold what the topic says,
 * with no erased document in it. Where nothing has happened that could lose anything, it does not refuse.
 */
class SinkProgressPropertyTest {

    private static final Arbitrary<String> INDEX = Arbitraries.of("a", "b");
    private static final Arbitrary<Boolean> YES_OR_NO = Arbitraries.of(true, false);

    private record Step(String what, Consumer<SinkSimulation> effect) {
        @Override
        public String toString() {
            return what;
        }
    }

    @Property
    void theIndexAgreesWithTheTopicOrTheTaskIsRefused(@ForAll("everything") List<Step> steps) {
        SinkSimulation simulation = run(steps);
        Statistics.label("outcome")
                .collect(simulation.refusal().map(why -> "refused").orElse("agrees"));
        if (simulation.refusal().isEmpty()) {
            assertThat(simulation.live()).isEqualTo(simulation.expected());
        }
    }

    @Property
    void nothingIsRefusedWhereNothingCanBeLost(@ForAll("harmless") List<Step> steps) {
        SinkSimulation simulation = run(steps);
        assertThat(simulation.refusal()).isEmpty();
        assertThat(simulation.live()).isEqualTo(simulation.expected());
    }

    private static SinkSimulation run(List<Step> steps) {
        SinkSimulation simulation = new SinkSimulation();
        steps.forEach(step -> step.effect.accept(simulation));
        simulation.finish();
        return simulation;
    }

    @Provide
    Arbitrary<List<Step>> everything() {
        return Arbitraries.frequencyOf(
                        Tuple.of(16, ordinary()),
                        Tuple.of(1, time(Duration.ofDays(40))),
                        Tuple.of(
                                1,
                                Arbitraries.integers()
                                        .between(0, 3)
                                        .map(key -> step("erase and compact unseen " + key, s -> s.missErasure(key)))),
                        Tuple.of(1, YES_OR_NO.map(stay -> step("recreate topic " + stay, s -> s.recreateTopic(stay)))),
                        Tuple.of(
                                1,
                                Arbitraries.integers()
                                        .between(1, 20)
                                        .map(count -> step(
                                                "recreate topic, write " + count + ", compact",
                                                s -> s.recreateTopicThatGrows(count)))),
                        Tuple.of(2, INDEX.map(index -> step("snapshot " + index, s -> s.snapshot(index)))),
                        Tuple.of(2, restores()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<Step>> harmless() {
        return ordinary().list().ofMinSize(1).ofMaxSize(60);
    }

    /** No more than two weeks pass in all, and indices are created again only while the sink is stopped. */
    private static Arbitrary<Step> ordinary() {
        List<Tuple2<Integer, Arbitrary<Step>>> steps = List.of(
                Tuple.of(8, Arbitraries.integers().between(0, 5).flatMap(key -> Arbitraries.frequency(
                                Tuple.of(3, false), Tuple.of(1, true))
                        .map(erased -> step((erased ? "erase " : "write ") + key, s -> s.write(key, erased))))),
                Tuple.of(8, Arbitraries.integers().between(0, 5).map(most -> step("poll " + most, s -> s.poll(most)))),
                Tuple.of(
                        6,
                        Arbitraries.integers().between(1, 8).map(most -> step("settle " + most, s -> s.settle(most)))),
                Tuple.of(
                        8,
                        Arbitraries.integers()
                                .between(1, 6)
                                .map(settled -> step("work " + settled, s -> s.work(settled)))),
                Tuple.of(6, Arbitraries.just(step("commit", SinkSimulation::commit))),
                Tuple.of(5, Arbitraries.just(step("start", SinkSimulation::start))),
                Tuple.of(2, Arbitraries.just(step("stop", SinkSimulation::stop))),
                Tuple.of(2, Arbitraries.just(step("crash", SinkSimulation::crash))),
                Tuple.of(2, Arbitraries.just(step("rebalance", SinkSimulation::rebalance))),
                Tuple.of(1, YES_OR_NO.map(reachable -> step("reachable " + reachable, s -> s.reach(reachable)))),
                Tuple.of(1, YES_OR_NO.map(complete -> step("complete " + complete, s -> s.complete(complete)))),
                Tuple.of(2, INDEX.map(index -> step("switch to " + index, s -> s.switchTo(index)))),
                Tuple.of(
                        1,
                        INDEX.map(index -> step("stop, recreate index " + index, s -> {
                            s.stop();
                            s.recreateIndex(index);
                        }))),
                Tuple.of(1, Arbitraries.integers().between(0, 1).flatMap(partition -> Arbitraries.longs()
                        .between(0, 30)
                        .map(to -> step("move " + partition + " to " + to, s -> s.moveOffset(partition, to))))),
                Tuple.of(2, time(Duration.ofHours(7))),
                Tuple.of(2, Arbitraries.just(step("compact", SinkSimulation::compact))));
        return Arbitraries.frequencyOf(steps);
    }

    private static Arbitrary<Step> time(Duration time) {
        return Arbitraries.just(step("pass " + time, s -> s.pass(time)));
    }

    private static Arbitrary<Step> restores() {
        return INDEX.flatMap(from -> INDEX.flatMap(to -> YES_OR_NO.flatMap(over -> YES_OR_NO.map(checkpoints -> step(
                "restore " + from + " as " + to + (over ? " over it" : "") + (checkpoints ? " with checkpoints" : ""),
                s -> s.restore(from, to, over, checkpoints))))));
    }

    private static Step step(String what, Consumer<SinkSimulation> effect) {
        return new Step(what, effect);
    }
}
