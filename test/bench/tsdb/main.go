// Writes what Prometheus would have stored of a simulated fleet: the series as scraped, and what recording rules made of them.
//
//	fleet scrape OUT            series from stdin, a JSON object a line, to a block in OUT
//	fleet record RAW OUT RULES  what the rules of the JSON file RULES record over RAW, layer by layer, to a block in OUT
//	fleet cost DATA RULES       prints what one evaluation of each rule costs over DATA, which holds both
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb"
)

// Start and length of the data are fixed, so that a copy in the cache never grows old.
var (
	start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	end   = start.Add(6 * time.Hour)
	step  = time.Minute
)

// series is one line of input. Its value is base + amplitude · sin(2π t / period + phase) + noise, not below zero, plus slope · t; t in seconds.
type series struct {
	Labels    map[string]string `json:"labels"`
	Base      float64           `json:"base"`
	Amplitude float64           `json:"amplitude"`
	Period    float64           `json:"period"`
	Phase     float64           `json:"phase"`
	Noise     float64           `json:"noise"`
	Slope     float64           `json:"slope"`
}

func (s series) at(seconds float64, random *rand.Rand) float64 {
	value := s.Base
	if s.Amplitude != 0 {
		value += s.Amplitude * math.Sin(2*math.Pi*seconds/s.Period+s.Phase)
	}
	if s.Noise != 0 {
		value += s.Noise * (random.Float64() - 0.5)
	}
	return math.Max(0, value) + s.Slope*seconds
}

type rule struct {
	Group  string            `json:"group"`
	Record string            `json:"record"`
	Expr   string            `json:"expr"`
	Labels map[string]string `json:"labels"`
	// Whether dashboards ask for it; of other rules only what the next ones need is recorded.
	Asked bool `json:"asked"`
}

// cost is printed for each rule: the processor time of one evaluation, as other programs on the machine do not add to it, and the series that it makes.
type cost struct {
	Group   string  `json:"group"`
	Record  string  `json:"record"`
	Seconds float64 `json:"seconds"`
	Series  int     `json:"series"`
}

func main() {
	run := map[string]func([]string) error{"scrape": scrape, "record": record, "cost": costs}[os.Args[1]]
	if err := run(os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func scrape(args []string) error {
	return intoBlock(args[0], func(db *tsdb.DB) error {
		lines := bufio.NewScanner(os.Stdin)
		lines.Buffer(nil, 1<<20)
		random := rand.New(rand.NewPCG(1, 2))
		for more := true; more; {
			app := db.Appender(context.Background())
			for range 2000 {
				if more = lines.Scan(); !more {
					break
				}
				var one series
				if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
					return err
				}
				if err := one.appendTo(app, random); err != nil {
					return err
				}
			}
			if err := app.Commit(); err != nil {
				return err
			}
		}
		return lines.Err()
	})
}

func (s series) appendTo(app storage.Appender, random *rand.Rand) error {
	named := labels.FromMap(s.Labels)
	var ref storage.SeriesRef
	for at := start; !at.After(end); at = at.Add(step) {
		next, err := app.Append(ref, named, at.UnixMilli(), s.at(at.Sub(start).Seconds(), random))
		if err != nil {
			return err
		}
		ref = next
	}
	return nil
}

func readRules(path string) (layers [][]rule, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return layers, json.Unmarshal(text, &layers)
}

func newEngine() *promql.Engine {
	return promql.NewEngine(promql.EngineOpts{MaxSamples: 500_000_000, Timeout: time.Hour, EnableAtModifier: true, EnableNegativeOffset: true})
}

func costs(args []string) error {
	layers, err := readRules(args[1])
	if err != nil {
		return err
	}
	db, err := open(args[0])
	if err != nil {
		return err
	}
	defer db.Close()
	engine := newEngine()
	for _, one := range slices.Concat(layers...) {
		if err := one.printCost(engine, db); err != nil {
			return fmt.Errorf("%s: %w", one.Record, err)
		}
	}
	return nil
}

func record(args []string) error {
	layers, err := readRules(args[2])
	if err != nil {
		return err
	}
	raw, err := open(args[0])
	if err != nil {
		return err
	}
	defer raw.Close()
	engine := newEngine()
	return intoBlock(args[1], func(db *tsdb.DB) error {
		both := storage.QueryableFunc(func(from, to int64) (storage.Querier, error) {
			scraped, err := raw.Querier(from, to)
			if err != nil {
				return nil, err
			}
			recorded, err := db.Querier(from, to)
			if err != nil {
				return nil, err
			}
			return storage.NewMergeQuerier([]storage.Querier{scraped, recorded}, nil, storage.ChainedSeriesMerge), nil
		})
		for _, layer := range layers {
			if err := atOnce(layer, func(one rule) error { return one.store(engine, both, db) }); err != nil {
				return err
			}
		}
		return nil
	})
}

// atOnce evaluates rules that do not read each other, as many at a time as there are processors.
func atOnce(rules []rule, do func(rule) error) error {
	var running sync.WaitGroup
	free := make(chan struct{}, runtime.NumCPU())
	failed := make([]error, len(rules))
	for index, one := range rules {
		free <- struct{}{}
		running.Go(func() {
			defer func() { <-free }()
			if err := do(one); err != nil {
				failed[index] = fmt.Errorf("%s: %w", one.Record, err)
			}
		})
	}
	running.Wait()
	return errors.Join(failed...)
}

// store evaluates the rule at every step and keeps the results.
func (r rule) store(engine *promql.Engine, from storage.Queryable, to *tsdb.DB) error {
	ctx := context.Background()
	began := start
	if !r.Asked {
		began = end.Add(-10 * step)
	}
	query, err := engine.NewRangeQuery(ctx, from, nil, r.Expr, began, end, step)
	if err != nil {
		return err
	}
	defer query.Close()
	matrix, err := query.Exec(ctx).Matrix()
	if err != nil {
		return err
	}
	app := to.Appender(ctx)
	for _, result := range matrix {
		builder := labels.NewBuilder(result.Metric).Set(labels.MetricName, r.Record)
		for name, value := range r.Labels {
			builder.Set(name, value)
		}
		named := builder.Labels()
		for _, point := range result.Floats {
			if _, err := app.Append(0, named, point.T, point.F); err != nil {
				return err
			}
		}
	}
	return app.Commit()
}

func processorSeconds() float64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()).Seconds()
}

// printCost takes the time of single evaluations, as Prometheus makes them.
func (r rule) printCost(engine *promql.Engine, from storage.Queryable) error {
	ctx := context.Background()
	fastest, made := math.Inf(1), 0
	for range 3 {
		began := processorSeconds()
		query, err := engine.NewInstantQuery(ctx, from, nil, r.Expr, end)
		if err != nil {
			return err
		}
		vector, err := query.Exec(ctx).Vector()
		if err != nil {
			return err
		}
		fastest, made = min(fastest, processorSeconds()-began), len(vector)
		query.Close()
	}
	return json.NewEncoder(os.Stdout).Encode(cost{Group: r.Group, Record: r.Record, Seconds: fastest, Series: made})
}

// open opens a database whose head can take all of the data at once.
func open(dir string) (*tsdb.DB, error) {
	options := tsdb.DefaultOptions()
	options.MinBlockDuration = (48 * time.Hour).Milliseconds()
	options.MaxBlockDuration = options.MinBlockDuration
	options.RetentionDuration = 0
	options.WALSegmentSize = -1
	db, err := tsdb.Open(dir, slog.New(slog.DiscardHandler), nil, options, nil)
	if err == nil {
		db.DisableCompactions()
	}
	return db, err
}

// intoBlock collects samples in a database of its own and leaves them as one block in dir.
func intoBlock(dir string, fill func(*tsdb.DB) error) error {
	scratch := filepath.Join(dir, "head")
	db, err := open(scratch)
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	defer db.Close()
	if err := fill(db); err != nil {
		return err
	}
	return db.Snapshot(dir, true)
}
