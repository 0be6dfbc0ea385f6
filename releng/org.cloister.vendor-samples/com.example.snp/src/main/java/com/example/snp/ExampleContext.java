// SPDX-License-Identifier: Apache-2.0
package com.example.snp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cloister.amd.id.SignedIdBlock;
import org.cloister.amd.launch.GuestSettings;
import org.cloister.amd.launch.SnpPlanner;
import org.cloister.amd.measure.LaunchDigest;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Bytes;
import org.cloister.api.guest.ContextSchema;
import org.cloister.api.guest.ContextValue;
import org.cloister.api.guest.GuestPolicy;
import org.cloister.api.guest.InitialRange;
import org.cloister.api.guest.LaunchContext;
import org.cloister.api.guest.Measurement;
import org.cloister.api.guest.Outcome;
import org.cloister.api.guest.PageKind;

/**
 * The words of this backend's contexts: those of {@code org.cloister.snp/1}, and two more that say how much of the
 * queue the secure processor has and the launch digest up to there.
 */
record ExampleContext(LaunchContext values) {
    static final ContextSchema SCHEMA = new ContextSchema("com.example.snp", 1);
    /** Of Cloister's own backend, as its vendor guide describes it. */
    static final ContextSchema CLOISTER = new ContextSchema("org.cloister.snp", 1);

    static final String ALGORITHM = "SHA-384";
    static final String UNINIT = "uninit";
    static final String LAUNCHING = "launch-update";
    static final String RUNNING = "running";

    private static final String SENT = "sent";
    private static final String DIGEST = "digest";

    /** A range that was put in; its content lies in the machine's memory. */
    record Range(String name, long gpa, long size, PageKind kind) {}

    static ExampleContext first(GuestSettings settings) {
        LaunchContext context = LaunchContext.empty(SnpPlanner.TYPE, SCHEMA)
                .with("policy", settings.policy().toGuestPolicy())
                .with("guest-visible-workarounds", new ContextValue.Blob(settings.bytes(GuestSetting.WORKAROUNDS)))
                .with("host-data", new ContextValue.Blob(settings.bytes(GuestSetting.HOST_DATA)))
                .with("author-key-enabled", new ContextValue.Flag(settings.isOn(GuestSetting.AUTHOR_KEY_ENABLED)))
                .with("vcek-disabled", new ContextValue.Flag(settings.isOn(GuestSetting.VCEK_DISABLED)))
                .with("queue", new ContextValue.Items(List.of()));
        LaunchContext complete = settings.idBlock()
                .map(id -> context.with("id-block", new ContextValue.Blob(id.block()))
                        .with("id-auth", new ContextValue.Blob(id.authentication())))
                .orElse(context);
        return new ExampleContext(complete).in(UNINIT).sent(0, new LaunchDigest().value());
    }

    /**
     * Cloister's backend sends its queue at the finish: of a guest that runs everything is sent, of another nothing.
     */
    static ExampleContext adopted(LaunchContext older) {
        ExampleContext same = new ExampleContext(older.under(SCHEMA));
        return same.sent(same.running() ? same.queue().size() : 0, new LaunchDigest().value());
    }

    boolean running() {
        return state().equals(RUNNING);
    }

    String state() {
        return values.get("state", ContextValue.Text.class).value();
    }

    GuestPolicy policy() {
        return values.get("policy", GuestPolicy.class);
    }

    Bytes guestVisibleWorkarounds() {
        return values.blob("guest-visible-workarounds");
    }

    Bytes hostData() {
        return values.blob("host-data");
    }

    boolean authorKeyEnabled() {
        return values.get("author-key-enabled", ContextValue.Flag.class).value();
    }

    boolean vcekDisabled() {
        return values.get("vcek-disabled", ContextValue.Flag.class).value();
    }

    Optional<SignedIdBlock> idBlock() {
        return values.find("id-block", ContextValue.Blob.class)
                .map(block -> new SignedIdBlock(block.value(), values.blob("id-auth")));
    }

    Measurement measurement() {
        return values.get("measurement", Measurement.class);
    }

    /** Everything that was put in, in its order. */
    List<Range> queue() {
        return values.get("queue", ContextValue.Items.class).values().stream()
                .map(ContextValue.Fields.class::cast)
                .map(ExampleContext::range)
                .toList();
    }

    /** What the secure processor does not have yet. */
    List<Range> waiting() {
        List<Range> all = queue();
        return all.subList(Math.toIntExact(values.number(SENT)), all.size());
    }

    /** The launch digest over what was sent. */
    Bytes digest() {
        return values.blob(DIGEST);
    }

    ExampleContext queued(InitialRange range) {
        ContextValue.Fields entry = new ContextValue.Fields(Map.of(
                "name", new ContextValue.Text(range.name()),
                "gpa", new ContextValue.Number(range.gpa()),
                "size", new ContextValue.Number(range.size()),
                "kind", new ContextValue.Text(range.kind().name())));
        return with("queue", values.get("queue", ContextValue.Items.class).and(entry));
    }

    ExampleContext sent(int ranges, Bytes digest) {
        return with(SENT, new ContextValue.Number(ranges)).with(DIGEST, new ContextValue.Blob(digest));
    }

    ExampleContext in(String state) {
        return with("state", new ContextValue.Text(state));
    }

    Outcome<Measurement> measured(Measurement measurement) {
        return new Outcome<>(with("measurement", measurement).values, measurement);
    }

    private ExampleContext with(String name, ContextValue value) {
        return new ExampleContext(values.with(name, value));
    }

    private static Range range(ContextValue.Fields fields) {
        Map<String, ContextValue> values = fields.values();
        return new Range(
                ((ContextValue.Text) values.get("name")).value(),
                ((ContextValue.Number) values.get("gpa")).value(),
                ((ContextValue.Number) values.get("size")).value(),
                new PageKind(((ContextValue.Text) values.get("kind")).value()));
    }
}
