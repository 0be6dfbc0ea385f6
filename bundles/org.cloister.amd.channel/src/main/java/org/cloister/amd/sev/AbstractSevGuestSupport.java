// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.sev;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cloister.amd.channel.GetAttestationReport;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.cpu.Profile;
import org.cloister.amd.launch.GuestSettings;
import org.cloister.amd.launch.HostNeeds;
import org.cloister.amd.launch.LaunchNotes;
import org.cloister.amd.launch.PlatformEligibility;
import org.cloister.amd.launch.SevPlanner;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.amd.setting.SettingCodes;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.DebugAccess;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestReset;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.guest.HostAttestation;
import org.cloister.api.guest.HostNeed;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.guest.PropertyDescription;
import org.cloister.api.guest.SecretInjection;
import org.cloister.api.platform.PlatformFacts;

/**
 * The base of the guest types {@code sev} and {@code sev-es}, which differ in the policy's ES bit and what follows from
 * it: the command that initialises, VMSAs that are encrypted and measured, what the guest cannot have. A type extends
 * it and adds nothing but its component: the annotations stand there, because components of other bundles inherit none.
 * Immutable; safe to share between threads.
 */
public abstract class AbstractSevGuestSupport
        implements ConfidentialGuestSupport, SecretInjection, DebugAccess, HostAttestation, GuestReset {
    /**
     * The algorithm of measurements: {@code LAUNCH_MEASURE} authenticates the digest with the session's integrity key.
     */
    public static final String ALGORITHM = "HMAC-SHA-256";

    private static final int NONCE = 16;

    private final GuestType type;
    private final ContextSchema schema;
    private final int strength;

    /**
     * The support of one type.
     *
     * @param type {@link SevPlanner#SEV} or {@link SevPlanner#SEV_ES}
     * @param schema the schema of its contexts, and the only one that it adopts
     * @param strength see {@link ConfidentialGuestSupport#strength()}
     */
    protected AbstractSevGuestSupport(GuestType type, ContextSchema schema, int strength) {
        this.type = type;
        this.schema = schema;
        this.strength = strength;
    }

    @Override
    public GuestType type() {
        return type;
    }

    @Override
    public int strength() {
        return strength;
    }

    @Override
    public List<HostNeed> hostNeeds() {
        return HostNeeds.of(type);
    }

    @Override
    public ContextSchema contextSchema() {
        return schema;
    }

    @Override
    public boolean canAdopt(ContextSchema other) {
        return other.equals(schema);
    }

    /** Unknown beforehand: the measurement depends on the session's key and the firmware's nonce. */
    @Override
    public Optional<Measurement> expect(LaunchPlan plan) {
        return Optional.empty();
    }

    /** What can be set. */
    @Override
    public List<PropertyDescription> properties() {
        return GuestSetting.descriptions(AmdType.of(type));
    }

    /** Refuses policy bits that no guest of the type can have. */
    @Override
    public void requirePolicy(Map<String, String> bits) {
        GuestSettings.requirePolicy(AmdType.of(type), bits);
    }

    /** Whether a platform can serve a request. */
    @Override
    public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
        return PlatformEligibility.judge(AmdType.of(type), platform, request);
    }

    /** What is put into the guest. */
    @Override
    public LaunchPlan plan(GuestRequest request) {
        GuestSettings settings = GuestSettings.of(AmdType.of(type), request);
        requireFeatures(settings);
        return LaunchNotes.onHost(SevPlanner.plan(type, request), settings);
    }

    // ES_INIT asks for no features. An owner may measure some all the same: kernels with debug_swap set them unasked
    private static void requireFeatures(GuestSettings settings) {
        if (settings.profile() == Profile.LEGACY && settings.guestFeatures() != 0) {
            throw Problem.input(
                            SettingCodes.SEV_PROPERTY_CONTRADICTION,
                            "profile legacy initialises guests without features")
                    .at(GuestSetting.GUEST_FEATURES.key())
                    .found(Numbers.hex(settings.guestFeatures()))
                    .expected("0x0, or profile init2")
                    .remedy("leave " + GuestSetting.GUEST_FEATURES.key() + " out, or take profile init2")
                    .exception();
        }
    }

    /** Readies the machine. */
    @Override
    public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
        GuestSettings settings = GuestSettings.of(AmdType.of(type), request);
        LaunchContext first = SevContext.initial(LaunchContext.empty(type, schema), request, settings);
        SevLaunch.init(settings.profile(), settings.guestFeatures(), settings.policy(), machine);
        return first;
    }

    /** Sets key and policy. */
    @Override
    public LaunchContext start(LaunchContext context, Machine machine) {
        return new SevLaunch(new SevContext(context), machine).start();
    }

    /** Measures and encrypts one range in place. */
    @Override
    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
        return new SevLaunch(new SevContext(context), machine).update(range);
    }

    /** The firmware's measurement; with SEV-ES the VMSAs go in first. */
    @Override
    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
        SevContext now = new SevLaunch(new SevContext(context), machine).measure();
        return new Outcome<>(now.context(), now.measurement().orElseThrow());
    }

    /** Ends the launch. */
    @Override
    public LaunchContext finish(LaunchContext context, Machine machine) {
        return new SevLaunch(new SevContext(context), machine).finish();
    }

    /** How the guest stands. */
    @Override
    public GuestStatus status(LaunchContext context, Machine machine) {
        return SevStatus.of(new SevContext(context), machine);
    }

    /**
     * Hands the owner's packet in.
     *
     * @throws org.cloister.api.CloisterException {@code secret.state}, {@code secret.header}, {@code secret.payload},
     *     {@code secret.area}, {@code secret.gpa}, or the firmware's refusal
     */
    @Override
    public LaunchContext injectSecret(
            LaunchContext context, Bytes header, Bytes payload, OptionalLong gpa, Machine machine) {
        return new SevSecret(new SevContext(context), machine).inject(header, payload, gpa);
    }

    /**
     * The plaintext of a run of memory.
     *
     * @throws org.cloister.api.CloisterException {@code debug.policy}, {@code debug.range}
     */
    @Override
    public Bytes debugRead(LaunchContext context, long gpa, int length, Machine machine) {
        return new SevDebug(new SevContext(context), machine).read(gpa, length);
    }

    /**
     * Changes a run of memory.
     *
     * @throws org.cloister.api.CloisterException {@code debug.policy}, {@code debug.range}
     */
    @Override
    public void debugWrite(LaunchContext context, long gpa, Bytes plaintext, Machine machine) {
        new SevDebug(new SevContext(context), machine).write(gpa, plaintext);
    }

    /**
     * A report on the launch, signed by the platform's PEK.
     *
     * @param nonce 16 bytes
     * @throws org.cloister.api.CloisterException {@code report.nonce}
     */
    @Override
    public Bytes report(LaunchContext context, Bytes nonce, Machine machine) {
        if (nonce.length() != NONCE) {
            throw Problem.input(SevCodes.REPORT_NONCE, "the nonce of a report has another length")
                    .at("mnonce")
                    .found(nonce.length() + " bytes")
                    .expected(NONCE + " bytes")
                    .exception();
        }
        return LengthQuery.fetch(machine.channel(SevChannel.class), GetAttestationReport.length(nonce))
                .content();
    }

    /** The request that launches the guest again. */
    @Override
    public GuestRequest reset(LaunchContext context) {
        return new SevContext(context).request();
    }

    /** Sending and receiving; what else there is by the interfaces above. */
    @Override
    public <C extends GuestCapability> Optional<C> capability(Class<C> capability) {
        return capability == GuestTransfer.class
                ? Optional.of(capability.cast(new SevGuestTransfer(type, schema)))
                : ConfidentialGuestSupport.super.capability(capability);
    }
}
