// SPDX-License-Identifier: Apache-2.0
package org.cloister.api.guest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.GuestType;
import org.cloister.api.platform.PlatformFacts;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A guest type: the service that vendors implement and register, one for each type. Of several for one type, the
 * highest {@code service.ranking} gets new work; of equals the one that was registered first.
 *
 * <p><b>Stateless.</b> An implementation keeps nothing between two calls. What it has to remember it puts into the
 * {@link LaunchContext} it answers with, and a call may get a context that another version wrote, once
 * {@link #canAdopt} returned true for it. The caller owns the machine, its memory and its handles, commits a new
 * context only when the call succeeded, and closes the machine after any failure; an implementation undoes nothing.
 *
 * <p><b>Order of calls.</b> The caller checks the properties' names and asks for the {@link #plan}; then, once for each
 * platform of the trust that is wanted, whether the request is {@link #eligible} there. It makes a machine with the
 * plan's memory, all of it shared and zero, and gives the processors the plan's registers. Then come {@link #init},
 * {@link #start}, {@link #update} once for each range of the plan in order, {@link #finish}, {@link #measure},
 * {@link #status}; the guest runs only when the status is ready. A launch with a pause is measured before it too, after
 * the last update: then the owner compares, and may have a secret put in. {@link #status} may come at any time after
 * init.
 *
 * <p>The caller puts nothing into the guest's memory: {@link #update} writes the content of its range, has it measured,
 * and sees to it that its pages become private.
 *
 * <p><b>Taking over.</b> Before each call the caller looks for the backend that makes it: the one that is preferred
 * among those whose schema the context has or which adopt it. So any call but init may be the first that an
 * implementation sees of a guest. What {@link #adopt} answers is a copy. It is committed with the first call that
 * changes the guest and succeeds: {@link #start}, {@link #update}, {@link #finish}, and of the capabilities
 * {@link SecretInjection}; a guest that is reset begins with a context of its own. Questions ({@link #measure},
 * {@link #status}, reports, looking into memory) commit nothing that was adopted: the context of the schema before
 * stays, and when the adopting backend goes, the one before goes on with it. After a commit only backends that
 * understand the new schema can. The same context may be adopted again at any time.
 *
 * <p><b>Errors</b> are {@link org.cloister.api.CloisterException}s: {@code INPUT} for what is wrong with a request,
 * {@code HOST} for what the platform cannot, {@code OPERATION} for what failed. Any other exception is reported as a
 * defect of this bundle. Work that takes longer than a millisecond checks {@link Machine#limits()}.
 *
 * <p><b>Time.</b> Calls come in threads of the caller's own, never in one of the framework's. What is asked
 * ({@link #type}, {@link #strength}, {@link #contextSchema}, {@link #properties}, {@link #requirePolicy},
 * {@link #hostNeeds}, {@link #canAdopt}, {@link #adopt}, {@link #eligible}, {@link #status}, {@link #canary}) is
 * answered within five seconds, unless an operator sets another limit; {@link #plan} and {@link #expect} within thirty
 * when somebody else's launch waits for them. A step of a launch ends soon after the launch's limits did. Then the
 * thread is interrupted, the caller goes on without an answer, the machine is closed, and the bundle is named until the
 * call comes back. Threads are used again: what a call leaves behind in one, such as a thread local, is gone when the
 * bundle is.
 *
 * <p>Safe for use by several threads: calls for different guests come at the same time, calls for one guest one after
 * the other, not necessarily in one thread.
 */
@ConsumerType
public interface ConfidentialGuestSupport {
    /** The type; always the same. Asked when the service is registered. */
    GuestType type();

    /**
     * How strong the protection is, for choosing: {@code auto} takes the strongest eligible type that is not weaker
     * than the stated minimum. SEV is 100, SEV-ES 200, SEV-SNP 300; a type that is not stronger than another has the
     * same number. At least 0: a negative one is weaker than the least minimum there is, so the type is never launched.
     * Always the same; asked when the service is registered.
     */
    int strength();

    /**
     * The settings it understands in {@link GuestRequest#properties()}; others are refused by name before it is called.
     * Values are its own to judge, in {@link #plan}, and defaults its own to set.
     *
     * <p>{@link CommonSettings#DEBUG} may be {@code off} for guests of every type: the caller keeps it, whatever the
     * type makes of it, and a type that does not have the word does not get it.
     */
    List<PropertyDescription> properties();

    /**
     * Refuses policy bits that an operator sets for all guests of the type ({@code policy.defaults}): what no guest of
     * the type could have. Asked before anything is launched by such settings, and again when either changes. Policies
     * of requests are judged in {@link #plan}. Names and values are texts: a value may stand for a field of any width
     * ({@link PolicyField}). By default nothing is refused here; a {@code plan} that then fails only because of these
     * bits is reported as a problem of the settings.
     *
     * @param bits values by name, not empty
     * @throws org.cloister.api.CloisterException of kind {@code INPUT}, naming the bit or value and the nearest that
     *     there is
     */
    default void requirePolicy(Map<String, String> bits) {}

    /**
     * Whether its guests begin with firmware; always the same. A request without it is then refused before
     * {@link #plan} is called, and callers may put in firmware of their own choice where none was named. A realm, or an
     * image that is loaded by itself, needs none: {@link GuestRequest#firmware()} may then be
     * {@link GuestRequest#NO_FIRMWARE}, and nothing is put in its place.
     *
     * @return by default true
     * @since 1.1
     */
    default boolean needsFirmware() {
        return true;
    }

    /**
     * Whether {@link #measure} can answer before {@link #finish}; always the same. Where it cannot, as with TDX, whose
     * measurement is not finalized before, it is not called then: a launch that stops for its owner has no measurement
     * yet, but what {@link #expect} answers beside it. When the launch is finished, the measurement has to be that: the
     * guest is closed otherwise, as its owner let another one go on.
     *
     * @return by default true
     * @since 1.1
     */
    default boolean measuresBeforeFinish() {
        return true;
    }

    /** What a host needs for the hardware form of the type, in the order in which an operator would look. */
    default List<HostNeed> hostNeeds() {
        return List.of();
    }

    /** The schema of the contexts it writes; always the same. Every context that a call answers with has to have it. */
    ContextSchema contextSchema();

    /**
     * Whether it can go on with a context of another schema.
     *
     * @param schema as found in the context; for its own the answer is true
     */
    boolean canAdopt(ContextSchema schema);

    /**
     * A context of another schema, rewritten for this one. Called only when {@link #canAdopt} returned true, at any
     * point of a launch after init and for running guests. It has no machine and no effect: what has to be done there
     * is left to the call that follows. The answer is a copy until a call that changes the guest succeeds; until then
     * {@code older} is kept, and other backends may be asked with it.
     *
     * @param older not of {@link #contextSchema()}
     * @return a context of {@link #contextSchema()} that the other calls accept; by default the same values
     */
    default LaunchContext adopt(LaunchContext older) {
        return older.under(contextSchema());
    }

    /**
     * Whether the type can serve a request on a platform. Quick, and without effect; does not look into the firmware.
     * Platforms of other vendors are asked about too: one that cannot carry the type does not
     * {@linkplain PlatformFacts#offers offer} the feature of the type's name, and {@link PlatformFacts#whyNot} says
     * why.
     *
     * @param request one that {@link #plan} accepted
     * @return never null
     */
    Eligibility eligible(PlatformFacts platform, GuestRequest request);

    /**
     * Everything that will be put into the guest.
     *
     * @return never null; the same for the same request, whatever the platform. Its type is {@link #type()}, it has
     *     memory and at least one processor, and each range lies in one region; anything else is refused as a defect
     * @throws org.cloister.api.CloisterException of kind {@code INPUT} for whatever is wrong with the request
     */
    LaunchPlan plan(GuestRequest request);

    /**
     * The digest that the plan will give, computed without a platform: the value that {@link #measure} answers with for
     * it, so that owner and host compare the same.
     *
     * @return empty when it cannot be known beforehand, because it depends on a key or a nonce; for a type with several
     *     registers with all of them ({@link Measurement#registers()})
     */
    Optional<Measurement> expect(LaunchPlan plan);

    /**
     * Readies the machine for a guest of this type.
     *
     * @param request the request the plan was made from
     * @param plan what this or an equal backend planned
     * @return the first context of the launch
     */
    LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine);

    /** Begins the launch: the guest's key and policy are set. */
    LaunchContext start(LaunchContext context, Machine machine);

    /**
     * Puts one range of the plan into the guest, or readies it to be put there by {@link #finish} where the type's
     * order demands that. The content goes into {@code machine.memory().hostView()} while its pages are shared; they
     * are turned private ({@link org.cloister.api.memory.Turn#LAUNCH_UPDATE}) before a channel measures and encrypts
     * them, or by the channel itself where that is its contract.
     *
     * @param range with content or without, as its kind demands; a kind that the type does not know is refused
     */
    LaunchContext update(LaunchContext context, InitialRange range, Machine machine);

    /**
     * The measurement of the content so far, as far as it is known now: of the whole plan also before the finish,
     * unless {@link #measuresBeforeFinish} says that there is none. What only {@link #finish} puts in is part of it
     * then, such as registers that are measured: the owner who compares at the pause has to get the digest that the
     * guest ends up with.
     *
     * @return with source {@code FIRMWARE} when the secure processor gave it, {@code COMPUTED} otherwise
     */
    Outcome<Measurement> measure(LaunchContext context, Machine machine);

    /** Ends the launch: nothing more can be put in, the guest can run. */
    LaunchContext finish(LaunchContext context, Machine machine);

    /**
     * How the guest stands. Looks, and believes no call that succeeded: a guest is ready when its launch is finished
     * and all pages of its plan are private, but those that the guest itself has shared since.
     */
    GuestStatus status(LaunchContext context, Machine machine);

    /**
     * The launch by which another backend of this type is tried when it is to replace this one.
     *
     * @return by default empty: then a swap has to be asked for without a canary
     */
    default Optional<Canary> canary() {
        return Optional.empty();
    }

    /**
     * Something more that the type can do.
     *
     * @param capability one of the interfaces that extend {@link GuestCapability}
     * @return by default this object itself when it implements the interface
     */
    default <C extends GuestCapability> Optional<C> capability(Class<C> capability) {
        return capability.isInstance(this) ? Optional.of(capability.cast(this)) : Optional.empty();
    }
}
