#!/usr/bin/env python3
"""Checks that a GPU is there and computes: asks for its properties, and compares a matrix product
with the CPU's.

Needs Python and NVIDIA's driver, which the node brings into the container; no CUDA toolkit. The
kernel is PTX, which the driver compiles for whatever GPU there is.
"""
import array
import ctypes
import os
import sys
import time
from xml.sax.saxutils import quoteattr

SIZE = 192
BLOCK = 16

# c = a * b for square matrices of n * n floats, one thread for each element.
MATMUL = b"""
.version 6.0
.target sm_60
.address_size 64

.visible .entry matmul(.param .u64 a, .param .u64 b, .param .u64 c, .param .u32 n)
{
    .reg .pred %p<3>;
    .reg .b32 %r<9>;
    .reg .f32 %f<4>;
    .reg .b64 %rd<6>;

    ld.param.u64 %rd1, [a];
    ld.param.u64 %rd2, [b];
    ld.param.u64 %rd3, [c];
    ld.param.u32 %r1, [n];
    cvta.to.global.u64 %rd1, %rd1;
    cvta.to.global.u64 %rd2, %rd2;
    cvta.to.global.u64 %rd3, %rd3;

    mov.u32 %r2, %ctaid.y;
    mov.u32 %r3, %ntid.y;
    mov.u32 %r4, %tid.y;
    mad.lo.u32 %r5, %r2, %r3, %r4;
    mov.u32 %r2, %ctaid.x;
    mov.u32 %r3, %ntid.x;
    mov.u32 %r4, %tid.x;
    mad.lo.u32 %r6, %r2, %r3, %r4;
    setp.ge.u32 %p1, %r5, %r1;
    setp.ge.u32 %p2, %r6, %r1;
    or.pred %p1, %p1, %p2;
    @%p1 bra DONE;

    mov.f32 %f1, 0f00000000;
    mov.u32 %r7, 0;
LOOP:
    mad.lo.u32 %r8, %r5, %r1, %r7;
    mul.wide.u32 %rd4, %r8, 4;
    add.u64 %rd4, %rd1, %rd4;
    ld.global.f32 %f2, [%rd4];
    mad.lo.u32 %r8, %r7, %r1, %r6;
    mul.wide.u32 %rd5, %r8, 4;
    add.u64 %rd5, %rd2, %rd5;
    ld.global.f32 %f3, [%rd5];
    fma.rn.f32 %f1, %f2, %f3, %f1;
    add.u32 %r7, %r7, 1;
    setp.lt.u32 %p1, %r7, %r1;
    @%p1 bra LOOP;

    mad.lo.u32 %r8, %r5, %r1, %r6;
    mul.wide.u32 %rd4, %r8, 4;
    add.u64 %rd4, %rd3, %rd4;
    st.global.f32 [%rd4], %f1;
DONE:
    ret;
}
\0"""

NO_DEVICE = 100
JIT_ERROR_LOG_BUFFER = 5
JIT_ERROR_LOG_SIZE = 6
MULTIPROCESSORS = 16
MAJOR = 75
MINOR = 76


class NoGpu(Exception):
    """There is nothing to test with."""


class Driver:
    """NVIDIA's driver library; every call that fails is an error with the driver's words."""

    def __init__(self):
        try:
            self.library = ctypes.CDLL("libcuda.so.1")
        except OSError as error:
            raise NoGpu(
                f"the driver's library libcuda.so.1 is not here ({error}). Ask for a GPU with"
                " resources.gpu; on the node, NVIDIA's container runtime has to bring the library"
            ) from error
        status = self.library.cuInit(0)
        if status == NO_DEVICE:
            visible = os.environ.get("NVIDIA_VISIBLE_DEVICES", "not set")
            raise NoGpu(
                "the driver is here and shows no GPU to this process"
                f" (NVIDIA_VISIBLE_DEVICES is {visible}). Ask for one with resources.gpu"
            )
        if status != 0:
            raise NoGpu("the driver does not start: " + self.words(status))

    def words(self, status):
        text = ctypes.c_char_p()
        if self.library.cuGetErrorString(status, ctypes.byref(text)) == 0 and text.value:
            return f"{text.value.decode()} (status {status})"
        return f"status {status}"

    def call(self, name, *arguments):
        status = getattr(self.library, name)(*arguments)
        if status != 0:
            raise RuntimeError(f"{name}: {self.words(status)}")

    def number(self, name, *arguments, type_=ctypes.c_int):
        value = type_()
        self.call(name, ctypes.byref(value), *arguments)
        return value.value


def query(driver):
    """Prints what each GPU is; the first one's number."""
    version = driver.number("cuDriverGetVersion")
    print(f"driver for CUDA {version // 1000}.{version % 1000 // 10}")
    count = driver.number("cuDeviceGetCount")
    if count == 0:
        raise NoGpu("the driver counts no GPU")
    for index in range(count):
        device = driver.number("cuDeviceGet", ctypes.c_int(index))
        name = ctypes.create_string_buffer(256)
        driver.call("cuDeviceGetName", name, ctypes.c_int(len(name)), ctypes.c_int(device))
        memory = driver.number("cuDeviceTotalMem_v2", ctypes.c_int(device), type_=ctypes.c_size_t)
        major, minor, processors = (
            driver.number("cuDeviceGetAttribute", ctypes.c_int(attribute), ctypes.c_int(device))
            for attribute in (MAJOR, MINOR, MULTIPROCESSORS)
        )
        print(
            f"GPU {index}: {name.value.decode()}, {memory / 2**30:.1f} GiB,"
            f" compute capability {major}.{minor}, {processors} multiprocessors"
        )
    return driver.number("cuDeviceGet", ctypes.c_int(0))


def load(driver):
    """The kernel, compiled by the driver; its words where it does not take it."""
    log = ctypes.create_string_buffer(8192)
    options = (ctypes.c_int * 2)(JIT_ERROR_LOG_BUFFER, JIT_ERROR_LOG_SIZE)
    values = (ctypes.c_void_p * 2)(ctypes.addressof(log), len(log))
    module = ctypes.c_void_p()
    try:
        driver.call("cuModuleLoadDataEx", ctypes.byref(module), MATMUL, 2, options, values)
    except RuntimeError as error:
        raise RuntimeError(f"{error}\n{log.value.decode(errors='replace')}") from error
    kernel = ctypes.c_void_p()
    driver.call("cuModuleGetFunction", ctypes.byref(kernel), module, b"matmul")
    return kernel


def on_gpu(driver, device, a, b):
    """The product, computed on the GPU."""
    context = ctypes.c_void_p()
    driver.call("cuDevicePrimaryCtxRetain", ctypes.byref(context), ctypes.c_int(device))
    driver.call("cuCtxSetCurrent", context)
    kernel = load(driver)
    size = ctypes.c_size_t(4 * SIZE * SIZE)
    matrices = []
    for _ in range(3):
        matrices.append(driver.number("cuMemAlloc_v2", size, type_=ctypes.c_uint64))
    try:
        for matrix, values in zip(matrices, (a, b)):
            source = ctypes.c_void_p(values.buffer_info()[0])
            driver.call("cuMemcpyHtoD_v2", ctypes.c_uint64(matrix), source, size)
        parameters = [ctypes.c_uint64(matrix) for matrix in matrices] + [ctypes.c_uint32(SIZE)]
        pointers = (ctypes.c_void_p * len(parameters))(*map(ctypes.addressof, parameters))
        blocks = (SIZE + BLOCK - 1) // BLOCK
        begin = time.perf_counter()
        driver.call(
            "cuLaunchKernel", kernel, blocks, blocks, 1, BLOCK, BLOCK, 1, 0, None, pointers, None
        )
        driver.call("cuCtxSynchronize")
        seconds = time.perf_counter() - begin
        result = array.array("f", bytes(4 * SIZE * SIZE))
        target = ctypes.c_void_p(result.buffer_info()[0])
        driver.call("cuMemcpyDtoH_v2", target, ctypes.c_uint64(matrices[2]), size)
        return result, seconds
    finally:
        for matrix in matrices:
            driver.call("cuMemFree_v2", ctypes.c_uint64(matrix))


def on_cpu(a, b):
    """The product, computed in whole numbers."""
    columns = [[int(b[k * SIZE + j]) for k in range(SIZE)] for j in range(SIZE)]
    result = []
    for i in range(SIZE):
        row = [int(x) for x in a[i * SIZE : (i + 1) * SIZE]]
        result.extend(sum(map(int.__mul__, row, column)) for column in columns)
    return result


def product(driver, device):
    """Compares both. Small whole numbers: the sums have no rounding, so they must be equal."""
    a = array.array("f", ((i * 7) % 11 - 5 for i in range(SIZE * SIZE)))
    b = array.array("f", ((i * 5) % 13 - 6 for i in range(SIZE * SIZE)))
    found, seconds = on_gpu(driver, device, a, b)
    wrong = [i for i, expected in enumerate(on_cpu(a, b)) if found[i] != expected]
    if wrong:
        row, column = divmod(wrong[0], SIZE)
        raise RuntimeError(
            f"{len(wrong)} of {SIZE * SIZE} elements differ from the CPU's, the first in row {row},"
            f" column {column}: {found[wrong[0]]}"
        )
    print(f"product of two {SIZE} x {SIZE} matrices as on the CPU, in {seconds * 1000:.2f} ms")


def report(file, cases):
    """Writes a JUnit report: cases by name, with their failure or None."""
    with open(file, "w", encoding="utf-8") as out:
        out.write('<testsuite name="gpu">\n')
        for name, failure in cases.items():
            inside = "" if failure is None else f"<failure message={quoteattr(failure)}/>"
            out.write(f"  <testcase name={quoteattr(name)}>{inside}</testcase>\n")
        out.write("</testsuite>\n")


def main():
    cases = {}
    try:
        name = "a GPU is there"
        driver = Driver()
        device = query(driver)
        cases[name] = None
        name = "its matrix product is the CPU's"
        product(driver, device)
        cases[name] = None
    except NoGpu as error:
        cases[name] = f"no GPU: {error}"
    except RuntimeError as error:
        cases[name] = str(error)
    report(sys.argv[1] if len(sys.argv) > 1 else "gpu.xml", cases)
    failures = [failure for failure in cases.values() if failure is not None]
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
