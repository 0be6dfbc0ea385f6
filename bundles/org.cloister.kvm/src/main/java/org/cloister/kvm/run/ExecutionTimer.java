// SPDX-License-Identifier: Apache-2.0
package org.cloister.kvm.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.cloister.api.Cancellation;
import org.cloister.api.Deadline;
import org.cloister.api.Limits;
import org.cloister.kvm.vm.KvmVcpu;

/**
 * Stops a vCPU when its caller cancels or the deadline passes: a guest that never comes out of its loop cannot be
 * asked.
 */
final class ExecutionTimer implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);
    private final Cancellation.Registration registration;

    ExecutionTimer(KvmVcpu vcpu, Limits limits) {
        limits.deadline().ifPresent(deadline -> startTimer(vcpu, deadline));
        registration = limits.cancellation().onCancel(vcpu::stop);
    }

    private void startTimer(KvmVcpu vcpu, Deadline deadline) {
        Thread timer = new Thread(() -> stopAt(vcpu, deadline), "deadline of vCPU " + vcpu.id());
        timer.setDaemon(true);
        timer.start();
    }

    private void stopAt(KvmVcpu vcpu, Deadline deadline) {
        try {
            if (!over.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
                vcpu.stop();
            }
        } catch (InterruptedException e) {
            vcpu.stop();
        }
    }

    @Override
    public void close() {
        over.countDown();
        registration.close();
    }
}
