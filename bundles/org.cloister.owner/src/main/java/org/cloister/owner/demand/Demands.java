// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.demand;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/**
 * What a relying party demands, before it is known what kind of report it is demanded of. Alternatives are sections:
 * whoever meets one of them, and what is demanded in all cases, meets the demands. Immutable.
 *
 * @param common what is demanded in all cases
 * @param sections the alternatives; without any the common demands are all
 * @param notes on how a policy of another verifier was read, a sentence each
 */
public record Demands(List<Demand> common, List<DemandSection> sections, List<String> notes) {
    /** None. */
    public static final Demands NONE = new Demands(List.of(), List.of(), List.of());

    private static final int MOST_ALTERNATIVES = 64;

    /**
     * Copies the lists.
     *
     * @throws org.cloister.api.CloisterException {@code appraisal.name} for an item by its long and its short name
     */
    public Demands {
        common = List.copyOf(common);
        sections = List.copyOf(sections);
        notes = List.copyOf(notes);
        DemandSection.requireOneSpelling(common);
    }

    /**
     * Demands from values by name, as options and programs give them.
     *
     * @param settings the values of each item, at least one
     * @throws org.cloister.api.CloisterException {@code appraisal.value} for an item without one
     */
    public static Demands of(Map<String, List<String>> settings) {
        settings.forEach((name, values) -> {
            if (values.isEmpty()) {
                throw Problem.input(OwnerCodes.APPRAISAL_VALUE, "an item of a policy has at least one value")
                        .at(name)
                        .found("none")
                        .exception();
            }
        });
        List<Demand> all = settings.entrySet().stream()
                .flatMap(one -> one.getValue().stream().map(value -> new Demand(one.getKey(), value, one.getKey())))
                .toList();
        return new Demands(all, List.of(), List.of());
    }

    /**
     * Demands from a file. What it is, its content says:
     *
     * <ul>
     *   <li>lines {@code name = value}, again for another value of it; {@code #} begins a comment, {@code [name]} an
     *       alternative with the lines behind it. What stands before the first of them is demanded in all cases, unless
     *       the alternative has the same item.
     *   <li>JSON of go-sev-guest: a {@code check.Policy}, or a {@code check.Config} with one
     *   <li>JSON of Contrast: a manifest, or the reference values of one
     * </ul>
     *
     * @param where the file, for messages
     * @throws org.cloister.api.CloisterException {@code appraisal.line} naming the line; {@code appraisal.json} naming
     *     the field; what names and values of lines mean is no part of it
     */
    public static Demands parse(String text, String where) {
        String content = text.startsWith("\ufeff") ? text.substring(1) : text;
        return content.stripLeading().startsWith("{")
                ? ForeignPolicy.read(content, where)
                : DemandText.read(content, where);
    }

    /**
     * These, with others in the place of those that have the same names, in every alternative. Where both have
     * alternatives, each of these goes with each of the others: {@code a.b} demands what {@code a} and {@code b} do.
     *
     * @throws org.cloister.api.CloisterException {@code appraisal.line} when those are more than 64
     */
    public Demands with(Demands others) {
        if (!sections.isEmpty() && !others.sections().isEmpty()) {
            return product(others);
        }
        DemandSection all = new DemandSection("", "", common).with(others.common());
        List<DemandSection> alternatives = others.sections().isEmpty() ? sections : others.sections();
        return new Demands(
                all.demands(),
                alternatives.stream()
                        .map(section -> others.sections().isEmpty() ? section.with(others.common()) : section)
                        .toList(),
                Stream.concat(notes.stream(), others.notes().stream()).toList());
    }

    private Demands product(Demands others) {
        List<DemandSection> all = alternatives().stream()
                .flatMap(mine -> others.alternatives().stream()
                        .map(other -> mine.with(other.demands()).named(mine.name() + "." + other.name())))
                .toList();
        if (all.size() > MOST_ALTERNATIVES) {
            throw Problem.input(OwnerCodes.APPRAISAL_LINE, "these policies have too many alternatives together")
                    .at(others.sections().get(0).where())
                    .found(sections.size() + " and " + others.sections().size() + ", each with each other")
                    .expected("at most " + MOST_ALTERNATIVES)
                    .remedy("write one policy with the alternatives that are meant")
                    .exception();
        }
        return new Demands(
                List.of(),
                all,
                Stream.concat(notes.stream(), others.notes().stream()).toList());
    }

    /** The alternatives with what is demanded in all cases; one without a name where there are none. */
    public List<DemandSection> alternatives() {
        DemandSection all = new DemandSection("", "", common);
        return sections.isEmpty()
                ? List.of(all)
                : sections.stream()
                        .map(section -> new DemandSection(
                                section.name(),
                                section.where(),
                                all.with(section.demands()).demands()))
                        .toList();
    }
}
