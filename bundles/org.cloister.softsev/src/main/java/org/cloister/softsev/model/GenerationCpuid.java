// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

/**
 * What CPUID answers on processors of a generation, and what its firmware lets through, as far as generations differ.
 *
 * @param brand the name of the processor
 * @param rows the answers of its own, a line each: leaf, subleaf, EAX, EBX, ECX, EDX
 * @param rules where its firmware's rules differ from Genoa's, a line each: leaf, subleaf, and the rules of the four
 *     registers
 */
public record GenerationCpuid(String brand, String rows, String rules) {
    private static final String AVX512 = """
            0xd        0x0 0x2e7      0x988      0x988      0x0
            0xd        0x1 0xf        0x348      0x1800     0x0
            0xd        0x2 0x100      0x240      0x0        0x0
            0xd        0x5 0x40       0x340      0x0        0x0
            0xd        0x6 0x200      0x380      0x0        0x0
            0xd        0x7 0x400      0x580      0x0        0x0
            0xd        0x9 0x8        0x980      0x0        0x0
            0xd        0xb 0x10       0x0        0x1        0x0
            0xd        0xc 0x18       0x0        0x1        0x0
            0x80000008 0x0 0x3934     0x0300d205 0x0        0x0
            """;

    /** Without AVX-512, with shorter addresses. */
    static final GenerationCpuid MILAN = new GenerationCpuid("AMD EPYC-Milan Processor", """
            0x7        0x0 0x0        0x219c07ab 0x0040060c 0xac000010
            0xd        0x0 0x207      0x988      0x988      0x0
            0xd        0x1 0xf        0x348      0x1800     0x0
            0xd        0x2 0x100      0x240      0x0        0x0
            0xd        0x9 0x8        0x980      0x0        0x0
            0xd        0xb 0x10       0x0        0x1        0x0
            0xd        0xc 0x18       0x0        0x1        0x0
            0x80000008 0x0 0x3030     0x0300d205 0x0        0x0
            """, """
            0x7        0x0  =0              &0x219c97a9     &0x40069c       &0x10
            0x7        0x1  =0              =0              =0              =0
            0xd        0x0  1:0=3,&0x207    *               *               =0
            0xd        0x5  =0              =0              =0              =0
            0xd        0x6  =0              =0              =0              =0
            0xd        0x7  =0              =0              =0              =0
            0x80000008 0x0  7:0<=48,15:8<=48,31:24=0 &0x79bef35f &0x3f0ff   15:0<=7,23:16<=1,31:24=0
            """);

    /** Its rules are those that all begin with. */
    static final GenerationCpuid GENOA = new GenerationCpuid("AMD EPYC-Genoa Processor", """
            0x7        0x0 0x1        0xf1bf07ab 0x00405fce 0xac000010
            0x7        0x1 0x20       0x0        0x0        0x0
            """ + AVX512, "");

    /** With MOVDIRI and MOVDIR64B, VP2INTERSECT, AVX-VNNI. */
    static final GenerationCpuid TURIN = new GenerationCpuid("AMD EPYC-Turin Processor", """
            0x7        0x0 0x1        0xf1bf07ab 0x18405fce 0xac000110
            0x7        0x1 0x30       0x0        0x0        0x0
            """ + AVX512, """
            0x7        0x0  <=0x1           &0xf1bf97a9     &0x18415fde     &0x10000110
            0x7        0x1  &0x30           =0              =0              =0
            """);
}
