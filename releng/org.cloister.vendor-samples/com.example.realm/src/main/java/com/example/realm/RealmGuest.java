// SPDX-License-Identifier: Apache-2.0
package com.example.realm;

import com.example.registervm.RealmMonitor;
import com.example.registervm.Rim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.guest.Canary;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestReset;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.MeasuredRegister;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.guest.PropertyDescription;
import org.cloister.api.memory.MemoryRegion;
import org.cloister.api.platform.PlatformFacts;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Guests of type {@code realm}, shaped like the realms of Arm's CCA. They are built by {@link RealmMonitor}. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class RealmGuest implements ConfidentialGuestSupport, GuestReset {
    static final GuestType TYPE = new GuestType("realm");

    /** Weaker than all that protect: auto never takes a sample. */
    private static final int STRENGTH = 10;

    private static final int REMS = 4;

    @Override
    public GuestType type() {
        return TYPE;
    }

    @Override
    public int strength() {
        return STRENGTH;
    }

    @Override
    public List<PropertyDescription> properties() {
        return List.of(new PropertyDescription(
                RealmPolicy.PROPERTY,
                RealmPolicy.SYNTAX,
                "measurement-algorithm=sha512",
                "What the realm is created with, and what tells it from others."));
    }

    @Override
    public void requirePolicy(Map<String, String> bits) {
        RealmPolicy.of(bits);
    }

    @Override
    public boolean needsFirmware() {
        return false;
    }

    /** RIM is for the realm, which is not there before the end of its build. */
    @Override
    public boolean measuresBeforeFinish() {
        return false;
    }

    @Override
    public ContextSchema contextSchema() {
        return RealmContext.SCHEMA;
    }

    @Override
    public boolean canAdopt(ContextSchema schema) {
        return schema.equals(RealmContext.SCHEMA);
    }

    @Override
    public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
        return platform.offers(TYPE.name())
                ? Eligibility.yes(platform.features().get(TYPE.name()))
                : Eligibility.no(List.of(platform.whyNot(TYPE.name()) + "; com.example.registervm does, emulated"));
    }

    @Override
    public LaunchPlan plan(GuestRequest request) {
        return RealmPlan.of(request);
    }

    @Override
    public Optional<Measurement> expect(LaunchPlan plan) {
        Bytes rim = RealmPlan.rim(plan).value();
        List<Bytes> rems = Collections.nCopies(REMS, Bytes.wrap(new byte[rim.length()]));
        return Optional.of(measurement(rim, rems, plan.policy(), Measurement.Source.COMPUTED));
    }

    /** A kernel of one page on the software platform. */
    @Override
    public Optional<Canary> canary() {
        Image kernel = new Image("canary", Bytes.wrap(new byte[Rim.GRANULE]));
        GuestRequest request = new GuestRequest(
                GuestRequest.NO_FIRMWARE,
                Optional.of(new DirectBoot(kernel, Optional.empty(), "")),
                1,
                "any",
                16 << 20,
                Map.of(RealmPolicy.PROPERTY, "measurement-algorithm=sha256,personalization-value=ca"));
        return Optional.of(new Canary("registervm", request));
    }

    @Override
    public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
        machine.channel(RealmMonitor.class);
        return RealmContext.of(request, plan.policy()).values();
    }

    @Override
    public LaunchContext start(LaunchContext context, Machine machine) {
        RealmMonitor monitor = machine.channel(RealmMonitor.class);
        monitor.create(RealmPolicy.params(new RealmContext(context).policy()));
        for (MemoryRegion region : machine.memory().regions()) {
            for (long at = region.gpa(); at < region.end(); at += RealmPlan.BLOCK) {
                machine.limits().check();
                monitor.ripas(at, at + RealmPlan.BLOCK);
            }
        }
        return context;
    }

    @Override
    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
        RealmPlan.requireKind(range);
        machine.memory().hostView().write(range.gpa(), range.content().orElseThrow());
        RealmMonitor monitor = machine.channel(RealmMonitor.class);
        for (long at = 0; at < range.size(); at += Rim.GRANULE) {
            machine.limits().check();
            monitor.data(range.gpa() + at);
        }
        return new RealmContext(context).with(range).values();
    }

    @Override
    public LaunchContext finish(LaunchContext context, Machine machine) {
        RealmMonitor monitor = machine.channel(RealmMonitor.class);
        monitor.rec(machine.vcpu(0));
        monitor.activate();
        return context;
    }

    @Override
    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
        RealmMonitor monitor = machine.channel(RealmMonitor.class);
        GuestPolicy policy = new RealmContext(context).policy();
        return new Outcome<>(context, measurement(monitor.rim(), monitor.rems(), policy, Measurement.Source.FIRMWARE));
    }

    @Override
    public GuestStatus status(LaunchContext context, Machine machine) {
        if (!machine.channel(RealmMonitor.class).active()) {
            return new GuestStatus("new", false, "the realm is not activated");
        }
        return new RealmContext(context)
                .firstSharedPage(machine.memory())
                .map(gpa -> new GuestStatus("active", false, "page 0x" + Long.toHexString(gpa) + " is shared"))
                .orElse(new GuestStatus("active", true, ""));
    }

    @Override
    public GuestRequest reset(LaunchContext context) {
        return new RealmContext(context).request();
    }

    private static Measurement measurement(Bytes rim, List<Bytes> rems, GuestPolicy policy, Measurement.Source source) {
        String hash = RealmPolicy.params(policy).algorithm();
        List<MeasuredRegister> registers = new ArrayList<>();
        registers.add(new MeasuredRegister("RIM", hash, rim, MeasuredRegister.Source.valueOf(source.name()), false));
        for (int i = 0; i < rems.size(); i++) {
            registers.add(new MeasuredRegister("REM" + i, hash, rems.get(i), MeasuredRegister.Source.GUEST, true));
        }
        registers.add(new MeasuredRegister(
                "RPV", "", RealmPolicy.personalization(policy), MeasuredRegister.Source.HOST, false));
        return Measurement.of(hash, rim, source).with(registers);
    }
}
