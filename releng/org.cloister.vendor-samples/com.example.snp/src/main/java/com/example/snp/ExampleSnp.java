// SPDX-License-Identifier: Apache-2.0
package com.example.snp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.channel.SevChannel;
import org.cloister.amd.channel.SevInit2;
import org.cloister.amd.channel.SnpLaunchFinish;
import org.cloister.amd.channel.SnpLaunchInspection;
import org.cloister.amd.channel.SnpLaunchStart;
import org.cloister.amd.firmware.SampleFirmware;
import org.cloister.amd.launch.GuestSettings;
import org.cloister.amd.launch.PlatformEligibility;
import org.cloister.amd.launch.SnpDigest;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.amd.setting.AmdType;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.GuestType;
import org.cloister.api.guest.Canary;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestStatus;
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
 * SEV-SNP guests whose ranges go to the secure processor in the step that puts them in, and not all at the end: what
 * the firmware refuses is named by its own step. Plans and digests are those of Cloister's own backend, so owners
 * notice no difference.
 *
 * <p>The ranking is above that of Cloister's backend, which is 0: where both are installed, this one gets the new
 * launches.
 */
@Component(property = "service.ranking:Integer=100", configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ExampleSnp implements ConfidentialGuestSupport {
    @Override
    public GuestType type() {
        return SnpPlanner.TYPE;
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
    public List<HostNeed> hostNeeds() {
        return List.of(
                new HostNeed("/dev/kvm", "load the modules kvm and kvm_amd"),
                new HostNeed("/dev/sev", "enable SEV-SNP in the firmware setup and load the module ccp"));
    }

    @Override
    public ContextSchema contextSchema() {
        return ExampleContext.SCHEMA;
    }

    @Override
    public boolean canAdopt(ContextSchema schema) {
        return schema.equals(ExampleContext.SCHEMA) || schema.equals(ExampleContext.CLOISTER);
    }

    @Override
    public LaunchContext adopt(LaunchContext older) {
        return ExampleContext.adopted(older).values();
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
        return Optional.of(Measurement.of(ExampleContext.ALGORITHM, SnpDigest.of(plan), Measurement.Source.COMPUTED));
    }

    /** The sample firmware of Cloister on its software platform, as in Cloister's own backend. */
    @Override
    public Optional<Canary> canary() {
        GuestRequest request =
                new GuestRequest(SampleFirmware.image(), Optional.empty(), 1, "EPYC-v4", 16 << 20, Map.of());
        return Optional.of(new Canary("softsev", request));
    }

    @Override
    public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
        GuestSettings settings = GuestSettings.of(AmdType.SEV_SNP, request);
        // Bit 0 says that SNP is active: the kernel sets it itself and refuses it from outside.
        machine.channel(SevChannel.class).execute(new SevInit2(settings.guestFeatures() & ~1L, 0, 0));
        return ExampleContext.first(settings).values();
    }

    @Override
    public LaunchContext start(LaunchContext context, Machine machine) {
        ExampleContext now = new ExampleContext(context);
        machine.channel(SevChannel.class)
                .execute(new SnpLaunchStart(now.policy().value(), now.guestVisibleWorkarounds(), 0));
        return now.in(ExampleContext.LAUNCHING).values();
    }

    @Override
    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
        range.content().ifPresent(content -> machine.memory().hostView().write(range.gpa(), content));
        return Sending.all(new ExampleContext(context).queued(range), machine).values();
    }

    /**
     * The firmware tells its digest to the guest alone. Platforms that let the host look are asked, once the processors
     * are in it.
     */
    @Override
    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
        ExampleContext now = new ExampleContext(context);
        if (!now.running()) {
            ExampleContext sent = Sending.all(now, machine);
            return sent.measured(Measurement.of(
                    ExampleContext.ALGORITHM, Sending.digest(sent, machine), Measurement.Source.COMPUTED));
        }
        Optional<Measurement> seen = machine.adapt(SnpLaunchInspection.class)
                .map(look ->
                        Measurement.of(ExampleContext.ALGORITHM, look.launchDigest(), Measurement.Source.FIRMWARE));
        return now.measured(seen.orElseGet(now::measurement));
    }

    @Override
    public LaunchContext finish(LaunchContext context, Machine machine) {
        ExampleContext sent = Sending.all(new ExampleContext(context), machine);
        Measurement computed =
                Measurement.of(ExampleContext.ALGORITHM, Sending.digest(sent, machine), Measurement.Source.COMPUTED);
        machine.channel(SevChannel.class)
                .execute(new SnpLaunchFinish(
                        sent.idBlock(), sent.authorKeyEnabled(), sent.vcekDisabled(), sent.hostData(), 0));
        return new ExampleContext(sent.measured(computed).context())
                .in(ExampleContext.RUNNING)
                .values();
    }

    @Override
    public GuestStatus status(LaunchContext context, Machine machine) {
        return Readiness.of(new ExampleContext(context), machine.memory());
    }
}
