/**
 * Lets operators look at a running platform: events by Event Admin ({@link org.cloister.insight.EventPublisher} lists
 * them), counters by JMX ({@link org.cloister.insight.CountersMXBean}), and Felix Health Checks for platforms, backends
 * and guests. Each is there when what it needs is there; nothing else depends on them. Nothing is exported.
 */
package org.cloister.insight;
