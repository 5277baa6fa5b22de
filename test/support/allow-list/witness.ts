import type { Typed, Watch } from '../../../sql/duckdb/analysis/context.ts';
import { declareNative, nativeSql } from '../../../sql/duckdb/native/native.ts';
import type { Value } from '../../../sql/duckdb/native/values.ts';
import type { Type } from '../../../sql/duckdb/types/type.ts';
import { classesOf, type ValueClass } from './value-classes.ts';

/** What one statement used, and the classes of values that it was used with. */
export type Uses = ReadonlyMap<string, ReadonlySet<ValueClass>>;

/**
 * Watches statements: each value of a use goes through a function that looks at it and returns it, so that what is seen are
 * the values that are there when the statement runs, within lambdas and aggregates too.
 */
export class Witness {
  readonly #numbers = new Map<string, number>();
  #uses = new Map<string, Set<ValueClass>>();
  /** Whether values are looked at, or only uses noted. */
  looks = true;

  readonly watch: Watch = (use, values) => {
    this.#classes(use);
    return this.looks ? values.map((value) => this.#seen(use, value)) : values;
  };

  /** What was used since it was asked before. */
  taken(): Uses {
    const uses = this.#uses;
    this.#uses = new Map();
    return uses;
  }

  #classes(use: string): Set<ValueClass> {
    const known = this.#uses.get(use) ?? new Set();
    this.#uses.set(use, known);
    return known;
  }

  #seen(use: string, value: Typed): Typed {
    return { ...value, sql: nativeSql(this.#functionOf(use), [value.type], value.type, [value.sql]) };
  }

  /** The function's name stays the same for a use, since an expression is known again by its SQL. */
  #functionOf(use: string): string {
    const number = this.#numbers.get(use) ?? this.#numbers.size;
    const name = `witness ${number}`;
    if (!this.#numbers.has(use)) {
      this.#numbers.set(use, number);
      declareNative(
        name,
        ([type]: readonly Type[]) =>
          (value: Value) =>
            this.#look(use, value, type),
        true,
      );
    }
    return name;
  }

  #look(use: string, value: Value, type: Type | undefined): Value {
    const classes = this.#classes(use);
    for (const one of type ? classesOf(value, type) : []) classes.add(one);
    return value;
  }
}
