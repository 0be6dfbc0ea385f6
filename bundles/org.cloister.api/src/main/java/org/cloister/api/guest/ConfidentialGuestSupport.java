package org.cloister.api.guest;

import java.util.List;
import java.util.Optional;
import org.cloister.api.GuestType;
import org.cloister.api.platform.PlatformFacts;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A guest type: the service that vendors implement and register, one for each type. Of several for one type, the highest
 * {@code service.ranking} gets new work.
 *
 * <p><b>Stateless.</b> An implementation keeps nothing between two calls. What it has to remember it puts into the
 * {@link LaunchContext} it answers with, and a call may get a context that another version wrote, once {@link #canAdopt} said so.
 * The caller owns the machine, its memory and its handles, commits a new context only when the call succeeded, and closes the
 * machine after any failure; an implementation undoes nothing.
 *
 * <p><b>Order of calls.</b> {@link #plan}, {@link #eligible}; then, after the caller made the machine and set its processors'
 * registers, {@link #init}, {@link #start}, {@link #update} once for each range of the plan in order, {@link #finish}.
 * {@link #measure} comes after the last update, and again after the finish. {@link #status} may come at any time after init.
 * After the finish the caller asks for the status, and runs the guest only when it is ready.
 *
 * <p><b>Errors</b> are {@link org.cloister.api.CloisterException}s. Work that takes longer than a millisecond checks
 * {@link Machine#limits()}.
 *
 * <p>Safe for use by several threads: calls for different guests come at the same time, calls for one guest one after the other.
 */
@ConsumerType
public interface ConfidentialGuestSupport {
    /** The type; always the same. */
    GuestType type();

    /**
     * How strong the protection is, for choosing: {@code auto} takes the strongest eligible type that is not weaker than the stated
     * minimum. SEV is 100, SEV-ES 200, SEV-SNP 300; a type that is no stronger than another has the same number.
     */
    int strength();

    /** The settings it understands in {@link GuestRequest#properties()}; others are refused by name before it is called. */
    List<PropertyDescription> properties();

    /** What a host needs for the hardware form of the type, in the order in which an operator would look. */
    default List<HostNeed> hostNeeds() {
        return List.of();
    }

    /** The schema of the contexts it writes. */
    ContextSchema contextSchema();

    /**
     * Whether it can go on with a context of another schema.
     *
     * @param schema as found in the context; for its own the answer is true
     */
    boolean canAdopt(ContextSchema schema);

    /**
     * A context of another schema, rewritten for this one. Called only when {@link #canAdopt} said yes.
     *
     * @param older not of {@link #contextSchema()}
     * @return a context of {@link #contextSchema()} that the other calls accept; by default the same values
     */
    default LaunchContext adopt(LaunchContext older) {
        return older.under(contextSchema());
    }

    /**
     * Whether the type can serve a request on a platform. Quick, and without effect; does not look into the firmware.
     *
     * @return never null
     */
    Eligibility eligible(PlatformFacts platform, GuestRequest request);

    /**
     * Everything that will be put into the guest.
     *
     * @return never null; the same for the same request, whatever the platform
     * @throws org.cloister.api.CloisterException of kind {@code INPUT} for whatever is wrong with the request
     */
    LaunchPlan plan(GuestRequest request);

    /**
     * The digest that the plan will give, computed without a platform.
     *
     * @return empty when it cannot be known beforehand, because it depends on a key or a nonce
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
     * Puts one range of the plan into the guest, or readies it to be put there by {@link #finish} where the type's order demands
     * that.
     */
    LaunchContext update(LaunchContext context, InitialRange range, Machine machine);

    /**
     * The measurement of what was put in, as far as it can be had now.
     *
     * @return with source {@code FIRMWARE} when the secure processor said it, {@code COMPUTED} otherwise
     */
    Outcome<Measurement> measure(LaunchContext context, Machine machine);

    /** Ends the launch: nothing more can be put in, the guest can run. */
    LaunchContext finish(LaunchContext context, Machine machine);

    /** How the guest stands. */
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
