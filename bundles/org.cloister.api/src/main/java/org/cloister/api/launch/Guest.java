// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.launch;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Limits;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.Executor;
import org.cloister.api.platform.PlatformFacts;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A guest that was launched, or is paused in its launch. It lives until it is closed or its process ends.
 *
 * <p>When its platform goes, the guest ends with it (see {@link org.cloister.api.platform.Vmm}).
 *
 * <p>Safe for use by several threads; calls that change it are done one after the other. After {@link #close()} they
 * fail with {@code guest.closed}, after the end of its platform with {@code platform.gone}; {@link #id()},
 * {@link #type()}, {@link #state()}, {@link #report()}, {@link #platform()} and {@link #properties()} still answer.
 */
@ProviderType
public interface Guest extends AutoCloseable {
    /** A name for it that is unique in this process. */
    String id();

    /** Its type. */
    GuestType type();

    /** Where it is in its life. */
    GuestState state();

    /**
     * What is beside its state: {@code sending}, {@code receiving}, or {@code held} for one that was received and whose
     * sender does not answer any more.
     *
     * @return a word; by default empty
     * @since 1.3
     */
    default Optional<String> reason() {
        return Optional.empty();
    }

    /** The result of the launch so far. */
    LaunchReport report();

    /** Its platform's facts at the time when it was chosen for this guest. */
    PlatformFacts platform();

    /**
     * The settings of its type by name, as they were given; what is not there has the type's own value. Unmodifiable.
     */
    Map<String, String> properties();

    /** How it stands with its secure processor, asked now. */
    GuestStatus status();

    /**
     * Its memory, in both views. The guest's view is for who runs its processors and for tests: on a software platform
     * it has the plaintext of private pages whatever the guest's policy says of debugging, for whoever is in this
     * process could read its keys as well. Hardware refuses it. For operators there is {@link #debugRead}, which asks
     * the policy; commands and monitor show nothing by the guest's view.
     *
     * <p>A platform that does not answer ends a call with {@code vendor.silent}, after the time of a question.
     */
    GuestMemory memory();

    /** Runs it, where the platform can and the guest is {@code RUNNING}. */
    Optional<Executor> executor();

    /** Why there is no {@link #executor}, in a sentence with the remedy; empty where there is one. */
    Optional<String> whyNotExecuted();

    /**
     * Hands the owner's secret in, while paused. What is refused leaves the guest paused and without a secret, so that
     * the right packet may follow: a packet that the secure processor cannot verify leaves its guest in the state
     * LSECRET (SEV API, 55766, "LAUNCH_SECRET"), and QEMU only answers with an error
     * ({@code sev_inject_launch_secret}). A refusal may mean that somebody changed the packet on its way; whoever wants
     * the guest to end then closes it. A call that ends without an answer (cancelled, past its deadline, or by a
     * defect) closes the guest, since nobody knows whether the secret is in it.
     *
     * @param header the packet's header
     * @param payload the encrypted secret
     * @param gpa where it goes; empty for the place the firmware names
     * @throws org.cloister.api.CloisterException {@code guest.state} when it is not paused, {@code capability.missing}
     *     when the type knows no secrets, and the secure processor's refusal
     */
    void injectSecret(Bytes header, Bytes payload, OptionalLong gpa, Limits limits);

    /**
     * A report on the guest, signed by the secure processor, in its layout.
     *
     * @param nonce what makes it fresh; the type states its length
     * @throws org.cloister.api.CloisterException {@code capability.missing} when the host cannot ask for reports of
     *     this type
     */
    Bytes attestationReport(Bytes nonce, Limits limits);

    /**
     * A report that the guest asked for from inside, with the certificates that belong to it. The guest has to be
     * {@code RUNNING}.
     *
     * @param reportData what the report repeats; the type states its length
     * @throws org.cloister.api.CloisterException {@code guest.state} before the launch is finished,
     *     {@code capability.missing} when guests of this type have no such reports, {@code attest.inside} of kind
     *     {@code HOST} where only the guest itself can ask
     */
    Evidence attest(Bytes reportData, Limits limits);

    /**
     * The plaintext of a run of private memory, where the guest's policy allows the host to look.
     *
     * @param gpa its first guest-physical address
     * @param length bytes, at least 1
     * @throws org.cloister.api.CloisterException {@code debug.policy} when the policy forbids it, or the guest was
     *     launched with debugging off; {@code capability.missing} when the type offers no debugging, or not on this
     *     platform
     */
    Bytes debugRead(long gpa, int length, Limits limits);

    /**
     * Changes a run of private memory so that the guest reads {@code plaintext} there, where the guest's policy allows
     * that to the host.
     *
     * @param gpa its first guest-physical address
     * @param plaintext at least 1 byte
     * @throws org.cloister.api.CloisterException {@code debug.policy} when the policy forbids it, or the guest was
     *     launched with debugging off, before anything is touched; {@code capability.missing} when the type offers no
     *     debugging, or not on this platform
     * @since 1.3
     */
    void debugWrite(long gpa, Bytes plaintext, Limits limits);

    /**
     * Sends the guest to another platform or into a file. It cannot run meanwhile: runs of an {@link #executor} that
     * resumes are halted, go on when the guest stays here, and else end as {@code STOPPED}. What breaks before the
     * other side has confirmed leaves it {@code RUNNING} here; afterwards it is closed here, and never runs on both
     * sides.
     *
     * @param keep whether it runs on here: a snapshot
     * @param listener gets a step {@code send}, with bytes as progress
     * @param limits how long it may take, until the other side has confirmed
     * @return how it went
     * @throws org.cloister.api.CloisterException {@code guest.state} when it is not running, is being sent already, or
     *     is executed by what does not resume; {@code capability.missing} when the type cannot be sent;
     *     {@code send.policy} or the like when its policy forbids it, before anything moves
     * @since 1.3
     */
    SendReport send(SendTarget target, boolean keep, LaunchListener listener, Limits limits);

    /**
     * Ends a paused launch: the guest is {@code RUNNING} afterwards. When it fails the guest is closed. A guest that is
     * {@linkplain #reason held} runs here from then on: who calls this knows that it does not run where it came from.
     *
     * @throws org.cloister.api.CloisterException {@code guest.state} when it is not paused
     */
    void proceed(Limits limits);

    /**
     * Resets the guest: its machine ends, and in a new one the same request is launched again by the same steps.
     * Registers that are encrypted cannot be set back, so this is how confidential guests reboot. Name, settings and
     * digest stay the same; memory, keys and {@link LaunchReport#steps()} are new. A paused guest is paused again, one
     * that was running is running again, without a pause in which its owner could look or hand a secret in.
     *
     * <p>What is refused before the old machine ends leaves the guest as it is: {@code guest.state} when it is neither
     * paused nor running, {@code capability.missing} when its type cannot be reset, {@code guest.reset.secret} for a
     * running guest that got a secret, {@code guest.reset.plan} when the backend of now would launch something else.
     * Whatever fails later closes the guest: the old machine is gone, and of the new one nothing is left. Calls of
     * other threads, {@link #close()} too, wait until the reset is over. What was got from {@link #memory()} and
     * {@link #executor()} before belongs to the old machine.
     *
     * @throws org.cloister.api.CloisterException as above; {@code guest.reset.measurement} when the new launch was
     *     measured differently, and whatever a launch can end with
     */
    void reset(Limits limits);

    /** Ends the guest and gives everything back. Closing twice is harmless; it does not throw. */
    @Override
    void close();
}
