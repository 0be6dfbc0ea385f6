// SPDX-License-Identifier: Apache-2.0
package org.cloister.insight;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;
import org.cloister.api.Problem;
import org.cloister.api.operate.GuestInfo;
import org.cloister.api.operate.LaunchFailure;
import org.cloister.api.operate.PlatformListener;
import org.cloister.api.operate.SwapReport;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Counts what happens. The server of JMX outlives bundles, so nothing of this one may stay registered in it: a new
 * start counts from zero.
 */
@Component(service = PlatformListener.class, immediate = true)
public final class Counters implements PlatformListener, CountersMXBean {
    private final ObjectName name;
    private final BoundedCounter launches = new BoundedCounter();
    private final BoundedCounter failures = new BoundedCounter();
    private final AtomicLong secrets = new AtomicLong();
    private final AtomicLong resets = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private long swaps;
    private long lastSwap;
    private long longestSwap;
    private long totalSwap;

    /** Counts for the framework of a bundle. */
    @Activate
    public Counters(BundleContext context) throws JMException {
        this(context.getProperty(Constants.FRAMEWORK_UUID));
    }

    Counters(String framework) throws JMException {
        name = new ObjectName("org.cloister:type=Counters,framework=" + framework);
        ManagementFactory.getPlatformMBeanServer().registerMBean(this, name);
    }

    @Deactivate
    void close() throws JMException {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
    }

    @Override
    public void launched(GuestInfo guest, long micros) {
        launches.count(guest.type().name());
    }

    @Override
    public void secretInjected(GuestInfo guest) {
        secrets.incrementAndGet();
    }

    @Override
    public void reset(GuestInfo guest, long micros) {
        resets.incrementAndGet();
    }

    @Override
    public void ended(GuestInfo guest, Problem why) {
        ended.incrementAndGet();
    }

    @Override
    public void failed(LaunchFailure failure) {
        failures.count(failure.problem().code());
    }

    @Override
    public synchronized void swapped(SwapReport report) {
        lastSwap = Durations.micros(report.steps());
        longestSwap = Math.max(longestSwap, lastSwap);
        totalSwap += lastSwap;
        swaps++;
    }

    @Override
    public long getLaunches() {
        return launches.total();
    }

    @Override
    public Map<String, Long> getLaunchesByType() {
        return launches.byWord();
    }

    @Override
    public long getFailures() {
        return failures.total();
    }

    @Override
    public Map<String, Long> getFailuresByCause() {
        return failures.byWord();
    }

    @Override
    public long getSecrets() {
        return secrets.get();
    }

    @Override
    public long getResets() {
        return resets.get();
    }

    @Override
    public long getEnded() {
        return ended.get();
    }

    @Override
    public synchronized long getSwaps() {
        return swaps;
    }

    @Override
    public synchronized long getLastSwapMicros() {
        return lastSwap;
    }

    @Override
    public synchronized long getLongestSwapMicros() {
        return longestSwap;
    }

    @Override
    public synchronized long getTotalSwapMicros() {
        return totalSwap;
    }
}
