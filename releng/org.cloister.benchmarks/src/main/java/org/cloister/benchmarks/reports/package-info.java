// SPDX-License-Identifier: Apache-2.0
/** Measures the verification of many reports of one chain beside OpenSSL and beside the bare signatures. */
package org.cloister.benchmarks.reports;
