package dev.drawbridge.stack.demo.workload;

import java.util.UUID;

/**
 * One command as the write API takes it.
 *
 * @param task the last segment of its path
 * @param erases whether nothing of the order is to be found afterwards
 */
public record Command(UUID order, String task, String body, boolean erases) {}
