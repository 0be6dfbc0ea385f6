// SPDX-License-Identifier: Apache-2.0
package org.cloister.definition;

import static org.cloister.definition.DomainRow.holds;
import static org.cloister.definition.DomainRow.noted;
import static org.cloister.definition.DomainRow.oneOf;
import static org.cloister.definition.DomainRow.read;
import static org.cloister.definition.DomainRow.refused;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The elements and attributes of a domain, a row each (libvirt, "Domain XML format"). What has no row is refused. Those
 * of {@code <launchSecurity>} are in the table of settings.
 */
final class DomainTable {
    private static final String OTHERS = "*";

    private static final List<DomainRow> GENERAL = List.of(
            oneOf("@type", "only KVM carries guests with encrypted memory", "kvm"),
            noted("@id", "the number that libvirt gave a running domain"),
            noted("name", "what libvirt calls the domain"),
            noted("uuid", "how libvirt knows the domain"),
            noted("hwuuid", "the UUID that SMBIOS shows"),
            noted("genid", "a device"),
            noted("title", "for people"),
            noted("description", "for people"),
            noted("metadata", "of other programs"));

    private static final List<DomainRow> BOOT = List.of(
            holds("os", "what is booted"),
            oneOf("os/@firmware", "libvirt would choose a file by descriptors, so name the file", "efi", "bios"),
            oneOf("os/type", "guests are whole machines", "hvm"),
            oneOf("os/type/@arch", "AMD's guests have 64 bits", "x86_64"),
            read("os/type/@machine", "one of QEMU's PCs"),
            noted("os/firmware", "features by which libvirt would choose"),
            read("os/loader", "the firmware's file; its first bytes to the last are measured"),
            oneOf(
                    "os/loader/@type",
                    "rom is QEMU's -bios, pflash its flash; rom where nothing is said",
                    "rom",
                    "pflash"),
            oneOf("os/loader/@format", "QEMU measures raw images: qemu-img convert -O raw FILE OUT", "raw"),
            oneOf("os/loader/@secure", "yes wants System Management Mode, which only sev has", "yes", "no"),
            noted("os/loader/@readonly", "what is measured is read once"),
            noted("os/loader/@stateless", "whether there are variables, which are not measured"),
            noted("os/nvram", "the firmware's variables; nothing measures them"),
            read("os/kernel", "a kernel for direct boot; measured only with kernelHashes='yes'"),
            read("os/initrd", "its initial RAM disk"),
            read("os/cmdline", "its command line, with every blank"),
            refused("os/dtb", "QEMU appends it to the kernel, which changes what is measured; leave it out"),
            refused("os/shim", "what it changes in the table of hashes is not known here; leave it out"),
            noted("os/boot", "the order of devices"),
            noted("os/bootmenu", "what the firmware asks"),
            noted("os/smbios", "tables that the firmware gets after the launch"),
            noted("os/bios", "what the firmware does at start"),
            noted("os/acpi", "tables that the firmware gets after the launch"),
            noted("sysinfo", "strings that the firmware gets after the launch"));

    private static final List<DomainRow> PROCESSORS = List.of(
            read("vcpu", "how many vCPUs there can be; 1 where nothing is said"),
            read("vcpu/@current", "how many of them are there at start, each with a measured VMSA"),
            noted("vcpu/@placement", "where they run"),
            noted("vcpu/@cpuset", "where they run"),
            holds("vcpus", "the same, one by one"),
            holds("vcpus/vcpu", "one of them"),
            read("vcpus/vcpu/@id", "counted from 0"),
            oneOf("vcpus/vcpu/@enabled", "yes: there at start", "yes", "no"),
            oneOf("vcpus/vcpu/@hotpluggable", "yes: plugged after the measurement", "yes", "no"),
            noted("vcpus/vcpu/@order", "the order of plugging"),
            holds("cpu", "the processor model"),
            oneOf(
                    "cpu/@mode",
                    "custom has a model whose signature is known; the others are the host's, enough to measure sev",
                    "custom",
                    "host-passthrough",
                    "host-model",
                    "maximum"),
            oneOf("cpu/@match", "minimum takes more of the host", "exact", "strict", "minimum"),
            noted("cpu/@check", "how libvirt compares with the host"),
            noted("cpu/@migratable", "which features are left out"),
            noted("cpu/@deprecated_features", "which features are left out"),
            read("cpu/model", "a name of QEMU's; its family, model and stepping are measured"),
            oneOf("cpu/model/@fallback", "allow: libvirt may take another model", "allow", "forbid"),
            noted("cpu/model/@vendor_id", "what the guest reads"),
            noted("cpu/vendor", "what the host has to be"),
            holds("cpu/topology", "as many processors as there can be"),
            read("cpu/topology/@sockets", "a factor of their number"),
            read("cpu/topology/@dies", "a factor of their number"),
            read("cpu/topology/@clusters", "a factor of their number"),
            read("cpu/topology/@cores", "a factor of their number"),
            read("cpu/topology/@threads", "a factor of their number"),
            noted("cpu/feature", "features are not measured"),
            noted("cpu/numa", "what the guest is told of its memory"),
            noted("cpu/cache", "what the guest reads"),
            noted("cpu/maxphysaddr", "what the guest reads"));

    private static final List<DomainRow> MEMORY = List.of(
            read("memory", "the guest's RAM, which is launched and not measured; in KiB where no unit is said"),
            read("memory/@unit", "as b, KB, KiB, MB, MiB and so on"),
            noted("memory/@dumpCore", "what dumps hold"),
            read("currentMemory", "what the balloon leaves of it later; at most as much"),
            read("currentMemory/@unit", "as of memory"),
            read("maxMemory", "what can be plugged in later; noted with its size"),
            read("maxMemory/@unit", "as of memory"),
            noted("maxMemory/@slots", "how many modules can be plugged in"),
            noted("memoryBacking", "where the memory comes from"),
            noted("memtune", "limits of the host"),
            noted("numatune", "where the memory lies"));

    private static final List<DomainRow> REST = List.of(
            holds("features", "what the machine has"),
            holds("features/smm", "System Management Mode, which sev-es and sev-snp cannot have"),
            oneOf("features/smm/@state", "on where nothing is said", "on", "off"),
            noted("features/smm/tseg", "the size of its memory"),
            holds("features/ioapic", "the interrupt controller"),
            oneOf("features/ioapic/@driver", "kvm is kernel-irqchip on, qemu is split", "kvm", "qemu"),
            noted("features/" + OTHERS, "registers and tables that are not measured"),
            read("launchSecurity", "the protection, by its own table"),
            noted("blkiotune", "limits of the host"),
            noted("cputune", "limits of the host"),
            noted("iothreads", "threads of the host"),
            noted("iothreadids", "threads of the host"),
            noted("defaultiothread", "threads of the host"),
            noted("throttlegroups", "limits of the host"),
            noted("resource", "limits of the host"),
            noted("seclabel", "rights on the host"),
            noted("clock", "time"),
            noted("on_poweroff", "what follows"),
            noted("on_reboot", "what follows"),
            noted("on_crash", "what follows"),
            noted("on_lockfailure", "what follows"),
            noted("pm", "states of sleep"),
            noted("perf", "counters of the host"),
            noted("devices", "devices; none is measured"));

    private static final List<DomainRow> ROWS = Stream.<List<DomainRow>>of(GENERAL, BOOT, PROCESSORS, MEMORY, REST)
            .flatMap(List::stream)
            .toList();

    private static final Map<String, DomainRow> BY_PATH =
            ROWS.stream().collect(Collectors.toUnmodifiableMap(DomainRow::path, Function.identity()));

    private DomainTable() {}

    /** All rows, in the order of the documentation. */
    static List<DomainRow> rows() {
        return ROWS;
    }

    /** The row of an element or attribute. */
    static Optional<DomainRow> find(String path) {
        return Optional.ofNullable(BY_PATH.getOrDefault(
                path, BY_PATH.get(path.substring(0, path.lastIndexOf('/') + 1) + OTHERS)));
    }

    /** The names that there are in an element: of attributes, or of elements. */
    static List<String> names(String parent, boolean attributes) {
        String start = parent.isEmpty() ? "" : parent + "/";
        return rows().stream()
                .map(DomainRow::path)
                .filter(path -> path.startsWith(start))
                .map(path -> path.substring(start.length()))
                .filter(name -> !name.isEmpty() && !name.contains("/") && !name.equals(OTHERS))
                .filter(name -> name.startsWith("@") == attributes)
                .map(name -> attributes ? name.substring(1) : name)
                .toList();
    }
}
