package dev.drawbridge.stack.demo;

import java.util.UUID;

/**
 * One command as the write API takes it.
 *
 * @param task the last segment of its path
 * @param erases whether nothing of the order is to be found afterwards
 */
record Command(UUID order, String task, String body, boolean erases) {}
