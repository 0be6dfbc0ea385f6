// SPDX-License-Identifier: Apache-2.0
package org.cloister.cli.command;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The settings of a guest type that can be given on the command line. They are handed on as text under the option's
 * name; the guest type judges them, so that a vendor's type may understand them in its own way.
 */
final class TypeSettings {
    /** Those that decide the measurement. */
    static final List<Entry> MEASURED = List.of(
            new Entry("kernel-hashes", "on|off", "Whether the kernel is measured; on when a kernel is given."),
            new Entry("guest-features", "HEX", "The VMSA features; 0x1 by default."),
            new Entry(
                    "profile", "NAME", "Whose initial state it is: init2 (the default), legacy, ec2, ec2-2025 or gce."),
            new Entry("vmm", "NAME", "The monitor that launches it: qemu (the default), ec2 or gce."));
    /** Those that only a launch has use for. */
    static final List<Entry> LAUNCHED = List.of(
            new Entry(
                    "policy",
                    "POLICY",
                    "The guest policy: HEX, or names as smt=on,debug=off,abi=0.31 (SNP), nodbg=on,es=on,api=1.55."),
            new Entry("debug", "on|off", "Off forbids debugging, whatever the type."),
            new Entry("host-data", "BASE64", "32 bytes of the host, shown in attestation reports."),
            new Entry("guest-visible-workarounds", "BASE64", "16 bytes for the guest's eyes."),
            new Entry("id-block", "BASE64", "The ID block, 96 bytes."),
            new Entry("id-auth", "BASE64", "The ID block's signatures and keys, up to 4096 bytes."),
            new Entry("author-key-enabled", "", "The ID block is signed by an author key too."),
            new Entry("vcek-disabled", "", "Reports are not signed with the chip's own key."),
            new Entry("cbitpos", "N", "The position of the C-bit that the host must have."),
            new Entry("reduced-phys-bits", "N", "How many address bits encryption must cost on the host."),
            new Entry("handle", "HEX", "SEV: the guest whose key is shared, by the firmware's number."),
            new Entry("flags.ks", "on|off", "SEV: whether the launch asks to share a key; on with a handle."),
            new Entry("smm", "on|off", "SEV-ES: such guests have no SMM, so off."),
            new Entry("kernel-irqchip", "on|split", "SEV-ES: such guests need the kernel's interrupt controller."));

    private final Map<String, String> values = new TreeMap<>();

    /**
     * One setting.
     *
     * @param name its name; the option's without the hyphens in front
     * @param syntax what a value looks like; empty for an option that takes none and means {@code on}
     * @param meaning one sentence
     */
    record Entry(String name, String syntax, String meaning) {}

    /** What was given, by name. */
    Map<String, String> values() {
        return values;
    }

    /** Lets a command take these settings. */
    void addTo(CommandSpec command, List<Entry> entries) {
        entries.forEach(entry -> command.addOption(option(entry)));
    }

    private OptionSpec option(Entry entry) {
        OptionSpec.Builder option = OptionSpec.builder("--" + entry.name()).description(entry.meaning());
        if (entry.syntax().isEmpty()) {
            return option.arity("0").type(boolean.class).setter(setter(entry)).build();
        }
        return option.arity("1")
                .paramLabel(entry.syntax())
                .type(String.class)
                .setter(setter(entry))
                .build();
    }

    private ISetter setter(Entry entry) {
        return new ISetter() {
            @Override
            public <T> T set(T value) {
                if (value instanceof String text) {
                    values.put(entry.name(), text);
                } else if (Boolean.TRUE.equals(value)) {
                    values.put(entry.name(), "on");
                }
                return value;
            }
        };
    }
}
