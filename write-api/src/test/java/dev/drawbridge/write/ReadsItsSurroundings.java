package dev.drawbridge.write;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** Code that depends on more than what it is given: clocks, chance, the process, the machine, threads, identity of objects. */
final class ReadsItsSurroundings extends ArchCondition<JavaClass> {
    static final ReadsItsSurroundings READ_THEM = new ReadsItsSurroundings();

    private static final Set<String> CLASSES = Set.of(
            "java.time.Clock",
            "java.time.InstantSource",
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.util.Timer",
            "java.util.Scanner",
            "java.lang.Thread",
            "java.lang.ThreadLocal",
            "java.lang.Runtime",
            "java.lang.Process",
            "java.lang.ProcessBuilder",
            "java.lang.ProcessHandle");

    /** Of any class: {@code LocalDate.now()}, {@code UUID.randomUUID()}, {@code stream.parallel()} … */
    private static final Set<String> METHODS = Set.of(
            "now",
            "random",
            "randomUUID",
            "shuffle",
            "parallel",
            "parallelStream",
            "systemDefault",
            "getDefault",
            "setDefault",
            "identityHashCode");

    /** Of {@code System}, everything else speaks of the process: time, environment, properties, console. */
    private static final Set<String> OF_SYSTEM = Set.of("arraycopy", "lineSeparator");

    /** Without an argument these are the time of now, or the zone or language of the machine. */
    private static final Set<String> CONSTRUCTED_FROM_NOW = Set.of("java.util.Date", "java.util.GregorianCalendar");

    private ReadsItsSurroundings() {
        super("read clocks, chance, the process or the machine");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
            if (readsSurroundings(access)) {
                events.add(SimpleConditionEvent.satisfied(access, access.getDescription()));
            }
        }
    }

    private static boolean readsSurroundings(JavaAccess<?> access) {
        JavaClass owner = access.getTargetOwner();
        String method = access.getTarget().getName();
        if (CLASSES.stream().anyMatch(owner::isAssignableTo)) {
            return true;
        }
        if (owner.isEquivalentTo(System.class)) {
            return !OF_SYSTEM.contains(method);
        }
        return CONSTRUCTED_FROM_NOW.contains(owner.getName()) || (isOfTheJdk(owner) && METHODS.contains(method));
    }

    private static boolean isOfTheJdk(JavaClass owner) {
        return owner.getPackageName().startsWith("java.");
    }
}
