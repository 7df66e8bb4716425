package io.drover.aptly.client;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tests on the one aptly that several classes share, one class after the other: aptly refuses some
 * requests while others are served.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(SharedAptly.class)
@ResourceLock("SharedAptly")
@interface OnSharedAptly {}
