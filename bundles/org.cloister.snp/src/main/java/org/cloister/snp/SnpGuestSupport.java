// SPDX-License-Identifier: Apache-2.0
package org.cloister.snp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.channel.SnpLaunchStart;
import org.cloister.amd.cpu.VmsaFeature;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.launch.GuestSettings;
import org.cloister.amd.launch.HostNeeds;
import org.cloister.amd.launch.PlatformEligibility;
import org.cloister.amd.launch.SnpDigest;
import org.cloister.amd.launch.SnpPageKinds;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.Problem;
import org.cloister.api.guest.Canary;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.DebugAccess;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.GuestAttestation;
import org.cloister.api.guest.GuestCapability;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestReset;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.GuestTransfer;
import org.cloister.api.guest.HostNeed;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.guest.PropertyDescription;
import org.cloister.api.platform.PlatformFacts;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * SEV-SNP guests. The order of the launch is QEMU's: pages are queued while the plan is carried out and sent at the
 * finish, the firmware first, then the metadata sections as the firmware lists them, then the VMSAs.
 */
@Component(service = ConfidentialGuestSupport.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class SnpGuestSupport implements ConfidentialGuestSupport, GuestAttestation, DebugAccess, GuestReset {
    private static final GuestType TYPE = SnpPlanner.TYPE;

    @Override
    public GuestType type() {
        return TYPE;
    }

    @Override
    public int strength() {
        return 300;
    }

    @Override
    public List<PropertyDescription> properties() {
        return GuestSetting.descriptions(AmdType.SEV_SNP);
    }

    @Override
    public void requirePolicy(Map<String, String> bits) {
        GuestSettings.requirePolicy(AmdType.SEV_SNP, bits);
    }

    @Override
    public List<HostNeed> hostNeeds() {
        return HostNeeds.of(type());
    }

    @Override
    public ContextSchema contextSchema() {
        return SnpContext.SCHEMA;
    }

    @Override
    public boolean canAdopt(ContextSchema schema) {
        return schema.equals(SnpContext.SCHEMA);
    }

    @Override
    public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
        return PlatformEligibility.judge(AmdType.SEV_SNP, platform, request);
    }

    @Override
    public LaunchPlan plan(GuestRequest request) {
        return SnpPlanner.plan(request);
    }

    @Override
    public Optional<Measurement> expect(LaunchPlan plan) {
        return Optional.of(Measurement.of(SnpContext.ALGORITHM, SnpDigest.of(plan), Measurement.Source.COMPUTED));
    }

    @Override
    public Optional<Canary> canary() {
        GuestRequest request =
                new GuestRequest(SampleFirmware.image(), Optional.empty(), 1, "EPYC-v4", 16 << 20, Map.of());
        return Optional.of(new Canary("softsev", request));
    }

    @Override
    public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
        GuestSettings settings = GuestSettings.of(AmdType.SEV_SNP, request);
        // The kernel sets this bit itself and refuses it from outside.
        long features = settings.guestFeatures() & ~VmsaFeature.SNP_ACTIVE.mask();
        machine.channel(SevChannel.class).execute(new SevInit2(features, 0, 0));
        return SnpContext.initial(TYPE, settings, request);
    }

    @Override
    public LaunchContext start(LaunchContext context, Machine machine) {
        SnpContext now = new SnpContext(context);
        machine.channel(SevChannel.class)
                .execute(new SnpLaunchStart(now.policy().value(), now.guestVisibleWorkarounds(), 0));
        return now.in(SnpContext.State.LAUNCH_UPDATE);
    }

    @Override
    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
        SnpPageKinds.typeOf(range.kind()); // refuses what SEV-SNP does not have, in the step that would put it in
        range.content().ifPresent(content -> machine.memory().hostView().write(range.gpa(), content));
        return new SnpContext(context).queued(range);
    }

    @Override
    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
        return SnpMeasurement.of(new SnpContext(context), machine);
    }

    @Override
    public LaunchContext finish(LaunchContext context, Machine machine) {
        return SnpFinish.finish(new SnpContext(context), machine);
    }

    @Override
    public Evidence attest(LaunchContext context, Bytes reportData, Machine machine) {
        return SnpAttestation.of(new SnpContext(context), reportData, machine);
    }

    @Override
    public Bytes debugRead(LaunchContext context, long gpa, int length, Machine machine) {
        return new SnpDebug(new SnpContext(context), machine).read(gpa, length);
    }

    @Override
    public void debugWrite(LaunchContext context, long gpa, Bytes plaintext, Machine machine) {
        new SnpDebug(new SnpContext(context), machine).write(gpa, plaintext);
    }

    @Override
    public GuestRequest reset(LaunchContext context) {
        return new SnpContext(context)
                .request()
                .orElseThrow(() -> Problem.operation(
                                SnpCodes.GUEST_RESET_REQUEST, "it is not known what this guest was launched from")
                        .remedy("an older version of the guest type began it: stop it and launch it anew")
                        .exception());
    }

    @Override
    public GuestStatus status(LaunchContext context, Machine machine) {
        return SnpStatus.of(new SnpContext(context), machine);
    }

    /** What it can do beyond the launch; sending it offers only to say why not. */
    @Override
    public <C extends GuestCapability> Optional<C> capability(Class<C> capability) {
        return capability == GuestTransfer.class
                ? Optional.of(capability.cast(new SnpTransfer()))
                : ConfidentialGuestSupport.super.capability(capability);
    }
}
