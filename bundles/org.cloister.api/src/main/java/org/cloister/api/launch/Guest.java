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
 * <p>Safe for use by several threads; calls that change it are done one after the other. After {@link #close()} they fail with
 * {@code guest.closed}; {@link #id()}, {@link #type()}, {@link #state()}, {@link #report()}, {@link #platform()} and
 * {@link #properties()} still answer.
 */
@ProviderType
public interface Guest extends AutoCloseable {
    /** A name for it that is unique in this process. */
    String id();

    /** Its type. */
    GuestType type();

    /** Where it is in its life. */
    GuestState state();

    /** What came of the launch so far. */
    LaunchReport report();

    /** What its platform said of itself when it was chosen for this guest. */
    PlatformFacts platform();

    /** The settings of its type by name, as they were given; what is not there has the type's own value. Unmodifiable. */
    Map<String, String> properties();

    /** How it stands with its secure processor, asked now. */
    GuestStatus status();

    /** Its memory, in both views. */
    GuestMemory memory();

    /** Runs it, where the platform can and the guest is {@code RUNNING}. */
    Optional<Executor> executor();

    /** Why there is no {@link #executor}, in a sentence with the remedy; empty where there is one. */
    Optional<String> whyNotExecuted();

    /**
     * Hands the owner's secret in, while paused. When the secure processor refuses it the guest is closed, as that is a sign of tampering;
     * what is wrong before it is asked (a problem of kind {@code INPUT} or {@code HOST}) leaves the guest paused.
     *
     * @param header the packet's header
     * @param payload the encrypted secret
     * @param gpa where it goes; empty for the place the firmware names
     * @throws org.cloister.api.CloisterException {@code guest.state} when it is not paused, {@code capability.missing} when the type
     *     knows no secrets
     */
    void injectSecret(Bytes header, Bytes payload, OptionalLong gpa, Limits limits);

    /**
     * A report on the guest, signed by the secure processor, in its layout.
     *
     * @param nonce what makes it fresh; the type states its length
     * @throws org.cloister.api.CloisterException {@code capability.missing} when the host cannot ask for reports of this type
     */
    Bytes attestationReport(Bytes nonce, Limits limits);

    /**
     * A report that the guest asked for from inside, with the certificates that belong to it. The guest has to be {@code RUNNING}.
     *
     * @param reportData what the report repeats; the type states its length
     * @throws org.cloister.api.CloisterException {@code guest.state} before the launch is finished, {@code capability.missing} when guests
     *     of this type have no such reports, {@code attest.inside} of kind {@code HOST} where only the guest itself can ask
     */
    Evidence attest(Bytes reportData, Limits limits);

    /**
     * The plaintext of a run of private memory, where the guest's policy allows the host to look.
     *
     * @param gpa its first guest-physical address
     * @param length bytes, at least 1
     * @throws org.cloister.api.CloisterException {@code debug.policy} when the policy forbids it, {@code capability.missing} when the
     *     type offers no debugging
     */
    Bytes debugRead(long gpa, int length, Limits limits);

    /**
     * Ends a paused launch: the guest is {@code RUNNING} afterwards. When it fails the guest is closed.
     *
     * @throws org.cloister.api.CloisterException {@code guest.state} when it is not paused
     */
    void proceed(Limits limits);

    /** Ends the guest and gives everything back. Closing twice is harmless; it does not throw. */
    @Override
    void close();
}
