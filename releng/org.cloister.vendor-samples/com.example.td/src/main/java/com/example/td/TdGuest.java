// SPDX-License-Identifier: Apache-2.0
package com.example.td;

import com.example.registervm.Mrtd;
import com.example.registervm.TdModule;
import com.example.registervm.TdReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.api.Bytes;
import org.cloister.api.GuestType;
import org.cloister.api.guest.Canary;
import org.cloister.api.guest.ConfidentialGuestSupport;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.Eligibility;
import org.cloister.api.guest.Evidence;
import org.cloister.api.guest.GuestAttestation;
import org.cloister.api.guest.GuestRequest;
import org.cloister.api.guest.GuestReset;
import org.cloister.api.guest.GuestStatus;
import org.cloister.api.guest.Image;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.LaunchPlan;
import org.cloister.api.guest.Machine;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.guest.PropertyDescription;
import org.cloister.api.memory.GuestMemory;
import org.cloister.api.platform.PlatformFacts;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Guests of type {@code td}, shaped like Intel's trust domains. They are built by {@link TdModule}. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
public final class TdGuest implements ConfidentialGuestSupport, GuestReset, GuestAttestation {
    static final GuestType TYPE = new GuestType("td");

    /** Weaker than all that protect: auto never takes a sample. */
    private static final int STRENGTH = 10;

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
                TdPolicy.PROPERTY,
                TdPolicy.SYNTAX,
                "sept-ve-disable=on",
                "What the host may do, and whose guest it is."));
    }

    @Override
    public void requirePolicy(Map<String, String> bits) {
        TdPolicy.of(bits);
    }

    /** MRTD is there when the build has ended, and not before. */
    @Override
    public boolean measuresBeforeFinish() {
        return false;
    }

    @Override
    public ContextSchema contextSchema() {
        return TdContext.SCHEMA;
    }

    @Override
    public boolean canAdopt(ContextSchema schema) {
        return schema.equals(TdContext.SCHEMA) || schema.equals(TdContext.FIRST);
    }

    @Override
    public LaunchContext adopt(LaunchContext older) {
        return TdContext.adopted(older);
    }

    @Override
    public Eligibility eligible(PlatformFacts platform, GuestRequest request) {
        return platform.offers(TYPE.name())
                ? Eligibility.yes(platform.features().get(TYPE.name()))
                : Eligibility.no(List.of(platform.whyNot(TYPE.name()) + "; com.example.registervm does, emulated"));
    }

    @Override
    public LaunchPlan plan(GuestRequest request) {
        return TdPlan.of(request);
    }

    @Override
    public Optional<Measurement> expect(LaunchPlan plan) {
        Mrtd mrtd = new Mrtd();
        for (InitialRange range : plan.ranges()) {
            Bytes content = range.content().orElseThrow();
            for (int at = 0; at < range.size(); at += GuestMemory.PAGE) {
                mrtd.add(range.gpa() + at);
                if (TdPlan.isMeasured(range)) {
                    mrtd.extend(range.gpa() + at, content.slice(at, GuestMemory.PAGE));
                }
            }
        }
        return Optional.of(TdRegisters.of(
                mrtd.end(), TdRegisters.UNTOUCHED, TdPolicy.params(plan.policy()), Measurement.Source.COMPUTED));
    }

    /** A page of firmware on the software platform. */
    @Override
    public Optional<Canary> canary() {
        Image firmware = new Image("canary", Bytes.wrap(new byte[GuestMemory.PAGE]));
        GuestRequest request = new GuestRequest(
                firmware,
                Optional.empty(),
                1,
                "any",
                16 << 20,
                Map.of(TdPolicy.PROPERTY, "mrowner=" + "c0".repeat(48)));
        return Optional.of(new Canary("registervm", request));
    }

    @Override
    public LaunchContext init(GuestRequest request, LaunchPlan plan, Machine machine) {
        machine.channel(TdModule.class);
        return TdContext.of(request, plan.policy()).values();
    }

    @Override
    public LaunchContext start(LaunchContext context, Machine machine) {
        machine.channel(TdModule.class).create(TdPolicy.params(new TdContext(context).policy()));
        return context;
    }

    @Override
    public LaunchContext update(LaunchContext context, InitialRange range, Machine machine) {
        boolean measured = TdPlan.isMeasured(range);
        machine.memory().hostView().write(range.gpa(), range.content().orElseThrow());
        TdModule module = machine.channel(TdModule.class);
        for (long at = 0; at < range.size(); at += GuestMemory.PAGE) {
            machine.limits().check();
            module.add(range.gpa() + at, measured);
        }
        return new TdContext(context).with(range).values();
    }

    @Override
    public LaunchContext finish(LaunchContext context, Machine machine) {
        machine.channel(TdModule.class).finish();
        return context;
    }

    @Override
    public Outcome<Measurement> measure(LaunchContext context, Machine machine) {
        TdModule module = machine.channel(TdModule.class);
        return new Outcome<>(
                context,
                TdRegisters.of(
                        module.mrtd(),
                        module.rtmrs(),
                        TdPolicy.params(new TdContext(context).policy()),
                        Measurement.Source.FIRMWARE));
    }

    @Override
    public GuestStatus status(LaunchContext context, Machine machine) {
        if (!machine.channel(TdModule.class).finished()) {
            return new GuestStatus("building", false, "the trust domain is not finalized");
        }
        return new TdContext(context)
                .firstSharedPage(machine.memory())
                .map(gpa -> new GuestStatus("runnable", false, "page 0x" + Long.toHexString(gpa) + " is shared"))
                .orElse(new GuestStatus("runnable", true, ""));
    }

    @Override
    public GuestRequest reset(LaunchContext context) {
        return new TdContext(context).request();
    }

    @Override
    public Evidence attest(LaunchContext context, Bytes reportData, Machine machine) {
        return new Evidence(machine.channel(TdModule.class).report(reportData), Bytes.EMPTY, TdReport.FORMAT);
    }
}
