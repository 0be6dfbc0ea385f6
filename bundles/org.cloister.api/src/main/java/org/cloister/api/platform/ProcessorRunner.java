// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.platform;

import java.util.Optional;
import org.cloister.api.Provisional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Runs virtual processors for platforms that keep a guest's memory themselves and cannot run it: the software
 * platform's guests on {@code /dev/kvm}, for example. A service.
 *
 * <p>The processors see the guest's plaintext, which is the machine's {@code memory().guestView()}; the machine's host
 * view is not touched but by what the guest writes. Safe for use by several threads.
 */
@ConsumerType
@Provisional("Processors that start late will need more than one call.")
public interface ProcessorRunner {
    /** A short lower-case word that names what runs the processors, such as {@code kvm}; always the same. */
    String name();

    /**
     * Why nothing can be run now, with what to do about it.
     *
     * @return empty when it can
     */
    Optional<String> obstacle();

    /**
     * Notifies of changes of {@link #obstacle}.
     *
     * @param changed is run in any thread, holds no thread up and does not throw
     * @return ends the notification; never null
     * @since 1.1
     */
    default ChangeWatch watchObstacle(Runnable changed) {
        return ChangeWatch.NONE;
    }

    /**
     * What runs the processors of a machine. It takes nothing until it runs, and gives everything back at the end of a
     * run, or in its course: first what the guest wrote, by {@code memory().guestView()}; then, where the run ended as
     * {@code STOPPED} or {@code HALTED} or goes on, the registers of each processor that ran, by {@code setVcpu}. This
     * machine takes them also after the launch, and reads in them which pages are private from then on. Who gives no
     * registers back is no executor that {@linkplain Executor#resumes resumes}.
     *
     * <p>Page tables in the guest's view and CR3 are as a processor without memory encryption takes them, from the
     * moment that paging is on. So who runs a processor that turns it on gives memory and registers back, and goes on
     * with what it reads then.
     *
     * @param machine one whose guest is launched or was received; its spec says which memory there is, {@code vcpu}
     *     where the processors go on. Who made it closes it: here {@code close} does nothing, and there is no
     *     {@code executor}
     * @return never null; a run on a host with an {@link #obstacle} ends as {@code FAILED} with that reason
     */
    Executor executor(VirtualMachine machine);
}
