package dev.drawbridge.stack;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test class with topics, indices and connectors of its own that leaves the servers alone and adds no worker. It mostly waits, so that several such
 * classes run at the same time.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(TestStack.Extension.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = TestStack.LOCK, mode = ResourceAccessMode.READ)
@interface SharesStack {}
