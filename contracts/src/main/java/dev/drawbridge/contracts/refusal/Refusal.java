package dev.drawbridge.contracts.refusal;

/**
 * Says that a record must not be published, and by which rule. Its message names places and types, never a value; for the
 * same reason it has no cause. Thrown from deep inside a mapping, caught at the door.
 */
public final class Refusal extends RuntimeException {
    private final Rule rule;

    public Refusal(Rule rule, String what) {
        super(what, null, false, false);
        this.rule = rule;
    }

    /** The rule that was broken. */
    public Rule rule() {
        return rule;
    }

    /** What is wrong, without any value of the record. */
    public String what() {
        return String.valueOf(getMessage());
    }
}
