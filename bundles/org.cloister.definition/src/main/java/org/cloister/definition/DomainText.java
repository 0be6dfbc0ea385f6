// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cloister.amd.firmware.ImageMapping;
import org.cloister.amd.setting.GuestSetting;
import org.cloister.api.Problem;
import org.cloister.api.guest.DirectBoot;
import org.cloister.api.guest.GuestRequest;

/** Writes a domain of libvirt's around the element for a guest's protection (libvirt, formatdomain). */
final class DomainText {
    private static final long MEBIBYTE = 1 << 20;
    private static final String VERSIONED = ".+-v\\d+";

    private final ExplicitSettings protection;
    private final GuestRequest request;

    DomainText(ExplicitSettings protection, GuestRequest request) {
        this.protection = protection;
        this.request = request;
    }

    LibvirtWriter.Domain domain(String name, String machine, String security) {
        List<String> lines = new ArrayList<>(List.of("<domain type='kvm'>"));
        lines.add("  " + element("name", name));
        lines.add("  <memory unit='KiB'>" + memory() + "</memory>");
        lines.add("  <vcpu placement='static'>" + request.vcpus() + "</vcpu>");
        lines.addAll(os(machine));
        lines.addAll(features());
        lines.add("  <cpu mode='custom' match='exact' check='none'>");
        lines.add("    <model fallback='forbid'>" + XmlText.escape(model()) + "</model>");
        lines.add("  </cpu>");
        security.lines().forEach(line -> lines.add("  " + line));
        lines.add("</domain>");
        return new LibvirtWriter.Domain(String.join("\n", lines), notes());
    }

    /** libvirt would round it up (libvirt, qemu_domain.c, {@code qemuDomainAlignMemorySizes}). */
    private long memory() {
        if (request.memory() % MEBIBYTE != 0) {
            throw unsaid("memory", request.memory() + " bytes", "whole MiB, to which libvirt rounds");
        }
        return request.memory() >> 10;
    }

    private List<String> os(String machine) {
        boolean rom = protection.mapping(request) == ImageMapping.ROM;
        List<String> lines = new ArrayList<>(List.of("  <os>"));
        lines.add("    <type arch='x86_64' machine='" + XmlText.escape(machine) + "'>hvm</type>");
        String kind = rom ? "type='rom'" : "readonly='yes' type='pflash'";
        lines.add("    <loader " + kind + ">"
                + text("firmware", request.firmware().name()) + "</loader>");
        request.boot().ifPresent(boot -> lines.addAll(boot(boot)));
        lines.add("  </os>");
        return lines;
    }

    private static List<String> boot(DirectBoot boot) {
        List<String> lines = new ArrayList<>();
        lines.add("    " + element("kernel", boot.kernel().name()));
        boot.initrd().ifPresent(initrd -> lines.add("    " + element("initrd", initrd.name())));
        if (!boot.commandLine().isEmpty()) {
            lines.add("    " + element("cmdline", boot.commandLine()));
        }
        return lines;
    }

    /** Without ACPI libvirt has QEMU make none, which nobody asked for. */
    private List<String> features() {
        List<String> lines = new ArrayList<>(List.of("  <features>", "    <acpi/>"));
        Map<GuestSetting, String> machine = protection.machine();
        String smm = machine.get(GuestSetting.SMM);
        switch (smm) {
            case "on", "off" -> lines.add("    <smm state='" + smm + "'/>");
            default -> {} // Left to QEMU, which is what auto means
        }
        String irqchip = machine.get(GuestSetting.KERNEL_IRQCHIP);
        switch (irqchip) {
            case "on" -> lines.add("    <ioapic driver='kvm'/>");
            case "split" -> lines.add("    <ioapic driver='qemu'/>");
            default -> throw LibvirtWriter.unsaid(GuestSetting.KERNEL_IRQCHIP, irqchip, "on or split");
        }
        lines.add("  </features>");
        return lines;
    }

    private String model() {
        protection.signature().ifPresent(signature -> {
            throw LibvirtWriter.unsaid(
                    GuestSetting.VCPU_SIGNATURE,
                    request.properties().get(GuestSetting.VCPU_SIGNATURE.key()),
                    "a vCPU type by name");
        });
        if (request.vcpuType().contains(",")) {
            throw unsaid("vcpu-type", request.vcpuType(), "a model without features behind a comma");
        }
        return request.vcpuType();
    }

    private List<String> notes() {
        return request.vcpuType().matches(VERSIONED)
                ? List.of("libvirt knows versions of CPU models, such as " + request.vcpuType() + ", from 10.10 on.")
                : List.of();
    }

    private static String element(String name, String content) {
        return "<" + name + ">" + text(name, content) + "</" + name + ">";
    }

    /** XML 1.0 has no way to say most control characters, and its reader makes a line feed of a carriage return. */
    private static String text(String where, String content) {
        if (content.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' || c == 0xfffe || c == 0xffff)) {
            throw unsaid(where, "a control character", "text that XML can hold");
        }
        return XmlText.escape(content);
    }

    private static RuntimeException unsaid(String where, String found, String expected) {
        return Problem.input(DefinitionCodes.QEMU_UNSAID, "libvirt has no word for this")
                .at(where)
                .found(found)
                .expected(expected)
                .exception();
    }
}
