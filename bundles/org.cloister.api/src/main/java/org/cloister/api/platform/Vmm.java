// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.platform;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A virtual machine monitor: the service by which a platform makes machines. Vendors implement it and register it as an
 * OSGi service; of several with one name the highest {@code service.ranking} is used.
 *
 * <p><b>Its end.</b> Machines live in the bundle that made them and end with it. When the service goes, because its
 * bundle is stopped, updated, refreshed or removed, its guests end: newest first, in the thread that unregisters the
 * service and before that returns, so that the platform still works then. Each {@link VirtualMachine#close} has five
 * seconds; what does not come to an end is given up and named. Calls of such a guest fail with {@code platform.gone},
 * {@code org.cloister.api.operate.PlatformListener#ended} is called for each, and a paused one is never finished. A
 * service that is registered again is a new platform, even under the same name, and starts without guests.
 *
 * <p><b>Its settings.</b> A change of the configuration keeps the service, and with it the guests: new values count for
 * machines that are made from then on. What cannot change while there are machines is refused with their number, what
 * is wrong is refused too, and both leave everything as it was.
 *
 * <p>So a platform is not replaced while guests live, and has a bundle of its own, apart from the guest types that are.
 * The interfaces of its channels lie in a package that this bundle, or one below it, exports: guest types import it,
 * and both sides see the same class.
 *
 * <p>Calls come in threads of the caller's own, never in one of the framework's. {@link #name}, {@link #facts} and the
 * closing of a machine end within five seconds, unless an operator sets another limit; {@link #create} and all that a
 * guest type does with a machine soon after the limits of the launch did. Then the thread is interrupted and the caller
 * goes on; the machine is closed beneath the call, or counted as leaked. A platform that gives other facts than its
 * name or its first trust says, or that fails, is not used meanwhile.
 *
 * <p>Implementations are safe for use by several threads.
 */
@ConsumerType
public interface Vmm {
    /** A short lower-case word that names the platform to operators, such as {@code kvm}; always the same. */
    String name();

    /**
     * What this platform offers now. Cheap enough for every launch; may change between calls, of which
     * {@link #watchFacts} notifies.
     *
     * @return never null; {@link PlatformFacts#vmm()} equals {@link #name()}
     */
    PlatformFacts facts();

    /**
     * Notifies of changes of {@link #facts}: of each one, whatever it depends on, after which {@code facts} answers
     * otherwise. Who calls this asks for the facts afterwards, and again after each notification; several changes may
     * be one notification. A platform whose facts only change with the properties of its service needs nothing here.
     *
     * @param changed is run in any thread, holds no thread up and does not throw; the platform holds no lock that
     *     {@code facts} needs
     * @return ends the notification; never null
     * @since 1.1
     */
    default ChangeWatch watchFacts(Runnable changed) {
        return ChangeWatch.NONE;
    }

    /**
     * Makes a machine. Either it is complete, or the call fails and nothing is left of it. The caller then sets the
     * registers of its processors, and lends it to the guest type call by call.
     *
     * @throws org.cloister.api.CloisterException of kind {@code HOST} when the platform cannot make such a machine
     *     (with the limit it met), {@code OPERATION} when it tried and failed
     */
    VirtualMachine create(MachineSpec spec);
}
