/**
 * Load tests with Locust: what is run, what it measured, whether that is good enough, and the page
 * that shows it.
 */
package io.drover.engine.verify.locust;
