// SPDX-License-Identifier: Apache-2.0
package org.cloister.insight;

import java.util.Map;

/**
 * What was counted since this bundle was started, by JMX under the name
 * {@code org.cloister:type=Counters,framework=UUID}, where UUID is the framework's {@code org.osgi.framework.uuid}.
 * Launches that the platform makes for itself are not counted. Times are in microseconds.
 */
public interface CountersMXBean {
    /** Guests that were launched and ran. */
    long getLaunches();

    /** The same by the name of their type. */
    Map<String, Long> getLaunchesByType();

    /** Launches that failed or were refused. */
    long getFailures();

    /** The same by the code of the problem; beyond 200 codes under {@code other}. */
    Map<String, Long> getFailuresByCause();

    /** Secrets that were handed in. */
    long getSecrets();

    /** Guests that were reset. */
    long getResets();

    /** Guests that ended though nobody closed them, because their platform went. */
    long getEnded();

    /** Backends that were replaced. */
    long getSwaps();

    /** How long the last replacement took; 0 before there was one. */
    long getLastSwapMicros();

    /** How long the longest replacement took. */
    long getLongestSwapMicros();

    /** How long all replacements took together. */
    long getTotalSwapMicros();
}
