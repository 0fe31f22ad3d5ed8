package dev.drawbridge.stack.demo.result;

/** How far a change has come; each is timed from the answer to its command, which follows its commit. */
public enum Stage {
    ANSWER("command answered"),
    EVENT("event in Kafka"),
    GET("visible by GET"),
    SEARCH("visible by search");

    private final String title;

    Stage(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
